import { Anchor, Button } from "@mantine/core";
import { IconPlayerStop, IconRepeat, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import { useCancelRun, type Run } from "@/api/runs";
import { useWorkspace } from "@/api/workspace";
import { useCommands } from "@/ui/commands";
import { StatusBadge } from "@/ui/StatusBadge";
import { RelativeTime } from "@/ui/Time";
import { showFailed } from "@/ui/toast";
import { TopBar } from "@/ui/TopBar";
import type { Go, Place } from "./place";
import classes from "./RunTopBar.module.css";
import { countDone } from "./walk";

interface RunTopBarProps {
  run: Run;
  place: Place;
  go: Go;
}

export function RunTopBar({ run, place, go }: RunTopBarProps) {
  const { t } = useTranslation("run");
  const ws = useWorkspace().name;
  const { done, total } = countDone(run);
  return (
    <TopBar
      crumbs={[
        { label: t("runs"), to: routes.runs(ws) },
        { label: run.experiment, to: routes.runs(ws, { experiment: run.experiment }) },
      ]}
      title={t("title", { number: run.number })}
      titleNode={<span className={classes.number}>{t("title", { number: run.number })}</span>}
      meta={
        <>
          <StatusBadge status={run.state}>{t("progress", { done, total })}</StatusBadge>
          <span>
            <RelativeTime at={run.started_at ?? run.created_at} /> {t("by", { name: authorOf(t, run) })}
          </span>
          <span className={classes.origin}>
            <Origin run={run} />
          </span>
        </>
      }
      actions={<Actions run={run} place={place} go={go} />}
    />
  );
}

/** Where the run came from: a draft, an endpoint, or another run. */
export function Origin({ run }: { run: Run }) {
  const { t } = useTranslation("run");
  const ws = useWorkspace().name;
  const link = run.rerun_of
    ? { to: routes.run(ws, run.rerun_of.id), words: t("from.rerun", { number: run.rerun_of.number }) }
    : run.published
      ? { to: routes.publishedPipeline(ws, run.published.id), words: t("from.endpoint", { name: run.published.name }) }
      : run.draft && { to: routes.draft(ws, run.draft.id), words: draftWords(t, run.draft) };
  if (!link) return null;
  return (
    <Anchor component={Link} to={link.to} fz="inherit" c="var(--st-ink-2)" truncate>
      {link.words}
    </Anchor>
  );
}

/** A deleted user leaves runs behind. */
export function authorOf(t: Words, run: { created_by: Run["created_by"] | null }): string {
  return run.created_by?.display_name ?? t("deletedUser");
}

type Words = ReturnType<typeof useTranslation<"run">>["t"];

function draftWords(t: Words, { name, revision }: NonNullable<Run["draft"]>): string {
  return revision !== null ? t("from.revision", { name, revision }) : t("from.draft", { name });
}

function Actions({ run, place, go }: RunTopBarProps) {
  const { t } = useTranslation("run");
  const cancel = useCancelRun(useWorkspace().id);
  const stop = () => {
    cancel.mutate(run.id, { onError: (error) => { showFailed(t("cancelFailed"), error); } });
  };
  const open = (form: "again" | "publish") => () => {
    go({ form: place.form === form ? null : form });
  };
  useRunCommands(run, go);
  return (
    <>
      {run.can.includes("publish") && (
        <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={open("publish")}>
          {t("publish.open")}
        </Button>
      )}
      {run.can.includes("resubmit") && (
        <Button variant="default" leftSection={<IconRepeat size={16} aria-hidden />} onClick={open("again")}>
          {t("again.open")}
        </Button>
      )}
      {run.can.includes("cancel") && (
        <Button
          variant="default"
          c="var(--st-bad)"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          loading={cancel.isPending}
          onClick={stop}
        >
          {t("cancel")}
        </Button>
      )}
    </>
  );
}

function useRunCommands(run: Run, go: Go): void {
  const { t } = useTranslation("run");
  const may = run.can.join();
  useCommands(
    useMemo(
      () =>
        [
          { id: "run.again", label: t("again.open"), allowed: "resubmit", run: () => { go({ form: "again" }); } },
          { id: "run.publish", label: t("publish.open"), allowed: "publish", run: () => { go({ form: "publish" }); } },
          { id: "run.timeline", label: t("drawer.timeline"), run: () => { go({ drawer: "timeline" }); } },
          { id: "run.events", label: t("drawer.events"), run: () => { go({ drawer: "events" }); } },
        ].filter(({ allowed }) => allowed === undefined || may.split(",").includes(allowed)),
      // eslint-disable-next-line react-hooks/exhaustive-deps -- `go` is new at each render and always does the same
      [t, may],
    ),
  );
}
