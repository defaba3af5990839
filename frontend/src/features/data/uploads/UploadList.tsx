import { ActionIcon, Progress, Tooltip } from "@mantine/core";
import {
  IconAlertTriangle, IconBan, IconCheck, IconClock, IconHelpCircle, IconLoader2, IconPlayerPause, IconPlayerPlay,
  IconRefresh, IconReplace, IconX, type Icon,
} from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { formatBytes } from "@/ui/format";
import { type Tone, toneColors } from "@/ui/status";
import type { UploadItem, UploadState } from "./queue";
import { uploads } from "./uploads";
import classes from "./UploadTray.module.css";

const ROW = 46;
const MOST_SHOWN = 6;

const LOOKS: Record<UploadState, { icon: Icon; tone: Tone }> = {
  waiting: { icon: IconClock, tone: "mute" },
  sending: { icon: IconLoader2, tone: "run" },
  paused: { icon: IconPlayerPause, tone: "mute" },
  exists: { icon: IconHelpCircle, tone: "warn" },
  failed: { icon: IconAlertTriangle, tone: "bad" },
  done: { icon: IconCheck, tone: "ok" },
  canceled: { icon: IconBan, tone: "mute" },
};

/** Every upload in a line; thousands of them as well. */
export function UploadList({ items }: { items: readonly UploadItem[] }) {
  const { t } = useTranslation("data");
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- what it returns is used here only, never handed on
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 4 });
  return (
    <div ref={scroller} className={classes.list} tabIndex={0} role="group" aria-label={t("tray.files")} style={{ height: Math.min(items.length, MOST_SHOWN) * ROW }}>
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          return (
            item && (
              <div key={item.id} className={classes.row} style={{ transform: `translateY(${start}px)`, height: ROW }}>
                <UploadRow item={item} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function UploadRow({ item }: { item: UploadItem }) {
  const { t } = useTranslation("data");
  const { icon: StateIcon, tone } = LOOKS[item.state];
  const name = item.path.split("/").at(-1) ?? item.path;
  const isMoving = item.state === "sending" || item.state === "paused";
  return (
    <>
      <StateIcon size={16} color={toneColors(tone).color} className={item.state === "sending" ? classes.busy : undefined} aria-hidden />
      <div className={classes.words}>
        <span title={`${item.datastore}/${item.path}`}>{name}</span>
        <small title={item.error ?? undefined} data-bad={item.state === "failed" || undefined}>
          {t(`tray.state.${item.state}`, { sent: formatBytes(item.sent), size: formatBytes(item.file.size), error: item.error })}
        </small>
        {isMoving && (
          <Progress value={item.file.size ? (item.sent / item.file.size) * 100 : 0} size={3} aria-label={t("tray.progressOf", { name })} />
        )}
      </div>
      <RowButtons item={item} name={name} />
    </>
  );
}

function RowButtons({ item: { id, state }, name }: { item: UploadItem; name: string }) {
  const { t } = useTranslation("data");
  const ids = [id];
  const all = {
    pause: { icon: IconPlayerPause, run: () => uploads.pause(ids), when: ["sending", "waiting"] },
    resume: { icon: IconPlayerPlay, run: () => uploads.resume(ids), when: ["paused"] },
    again: { icon: IconRefresh, run: () => uploads.resume(ids), when: ["failed"] },
    overwrite: { icon: IconReplace, run: () => uploads.overwrite(ids), when: ["exists"] },
    skip: { icon: IconX, run: () => uploads.cancel(ids), when: ["exists"] },
    cancel: { icon: IconX, run: () => uploads.cancel(ids), when: ["sending", "waiting", "paused"] },
  };
  return Object.entries(all)
    .filter(([, { when }]) => when.includes(state))
    .map(([action, { icon: ActionSign, run }]) => (
      <Tooltip key={action} label={t(`tray.row.${action}`)}>
        <ActionIcon size="sm" aria-label={t(`tray.rowLabel.${action}`, { name })} onClick={run}>
          <ActionSign size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
    ));
}
