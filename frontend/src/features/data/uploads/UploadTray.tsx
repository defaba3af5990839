/** All uploads of this browser, in a corner of every page: progress, speed, what waits for an answer. */
import { ActionIcon, Button, Progress, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconPlayerPause, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatBytes, formatDuration } from "@/ui/format";
import type { UploadItem } from "./queue";
import { type Summary, summarize } from "./summary";
import { UploadList } from "./UploadList";
import { uploads, useUploadQueue } from "./uploads";
import classes from "./UploadTray.module.css";

const idsOf = (items: readonly UploadItem[]) => items.map(({ id }) => id);

export default function UploadTray() {
  const { t } = useTranslation("data");
  const queue = useUploadQueue((state) => state);
  const [isFolded, setFolded] = useState(false);
  const sum = summarize(queue);
  const isBusy = sum.open.length > 0;
  useWarning(isBusy);
  if (queue.items.length === 0) return null;
  const share = sum.size > 0 ? (sum.sent / sum.size) * 100 : (sum.done / Math.max(sum.count, 1)) * 100;
  return (
    <section className={classes.tray} aria-label={t("tray.label")}>
      <header className={classes.head}>
        <div>
          <h2>{titleOf(sum, t)}</h2>
          <p role="status">{lineOf(sum, queue.speed, t)}</p>
        </div>
        <TrayButtons sum={sum} isFolded={isFolded} onFold={() => setFolded(!isFolded)} />
      </header>
      <Progress value={share} size={3} radius={0} aria-label={t("tray.progress")} />
      {sum.exists.length > 0 && <TakenQuestion items={sum.exists} />}
      {!isFolded && <UploadList items={queue.items} />}
    </section>
  );
}

type Words = ReturnType<typeof useTranslation<"data">>["t"];

function titleOf({ open, paused, exists, failed, done, count }: Summary, t: Words): string {
  if (open.length > 0) return t("tray.sending", { done, count });
  if (exists.length > 0) return t("tray.asks", { count: exists.length });
  if (paused.length > 0) return t("tray.paused", { done, count });
  if (failed.length > 0) return t("tray.failed", { count: failed.length });
  return t("tray.done", { count: done });
}

function lineOf({ open, sent, size, secondsLeft }: Summary, speed: number | null, t: Words): string {
  const parts = [t("tray.bytes", { sent: formatBytes(sent), size: formatBytes(size) })];
  if (open.length > 0 && speed !== null) parts.push(t("tray.speed", { speed: formatBytes(speed) }));
  if (secondsLeft !== null) parts.push(t("tray.left", { time: formatDuration(Math.max(1, Math.round(secondsLeft))) }));
  return parts.join(" · ");
}

function TrayButtons({ sum, isFolded, onFold }: { sum: Summary; isFolded: boolean; onFold: () => void }) {
  const { t } = useTranslation("data");
  const left = [...sum.open, ...sum.paused];
  const Fold = isFolded ? IconChevronUp : IconChevronDown;
  return (
    <div className={classes.buttons}>
      {sum.open.length > 0 && (
        <Button size="xs" variant="default" leftSection={<IconPlayerPause size={14} aria-hidden />} onClick={() => uploads.pause(idsOf(sum.open))}>
          {t("tray.pauseAll")}
        </Button>
      )}
      {sum.open.length === 0 && sum.paused.length > 0 && (
        <Button size="xs" variant="default" leftSection={<IconPlayerPlay size={14} aria-hidden />} onClick={() => uploads.resume(idsOf(sum.paused))}>
          {t("tray.resumeAll")}
        </Button>
      )}
      {left.length > 1 && (
        <Button size="xs" variant="default" onClick={() => uploads.cancel(idsOf(left))}>
          {t("tray.cancelAll")}
        </Button>
      )}
      <ActionIcon aria-label={t(isFolded ? "tray.unfold" : "tray.fold")} aria-expanded={!isFolded} onClick={onFold}>
        <Fold size={17} aria-hidden />
      </ActionIcon>
      {left.length + sum.exists.length === 0 && (
        <Tooltip label={t("tray.close")}>
          <ActionIcon aria-label={t("tray.close")} onClick={() => uploads.clear()}>
            <IconX size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

/** Some files are there already: the answer counts for all of them, or each row has its own. */
function TakenQuestion({ items }: { items: readonly UploadItem[] }) {
  const { t } = useTranslation("data");
  return (
    <div className={classes.question} role="alert">
      <span>{t("tray.exists", { count: items.length })}</span>
      <Button size="xs" onClick={() => uploads.overwrite(idsOf(items))}>
        {t("tray.overwrite", { count: items.length })}
      </Button>
      <Button size="xs" variant="default" onClick={() => uploads.cancel(idsOf(items))}>
        {t("tray.skip", { count: items.length })}
      </Button>
    </div>
  );
}

/** The browser asks before a tab with running uploads is closed. */
function useWarning(isBusy: boolean): void {
  useEffect(() => {
    if (!isBusy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isBusy]);
}
