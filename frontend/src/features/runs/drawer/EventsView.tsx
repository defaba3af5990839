import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { runQueries, type Run, type RunEvent } from "@/api/runs";
import { useWorkspace } from "@/api/workspace";
import { formatMoment } from "@/ui/format";
import { ErrorState, TableSkeleton } from "@/ui/States";
import { StatusIcon } from "@/ui/StatusBadge";
import { formatClock } from "../clockTime";
import { namesOf, StepLink } from "../page/RunSummary";
import { reasonInShort, REASONS } from "../reasons";
import classes from "./Drawer.module.css";

/** Everything that happened to the run, in order, newest first. */
export function EventsView({ run, select }: { run: Run; select(node: string): void }) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace();
  const events = useQuery({ ...runQueries.events(workspace.id, run.id), placeholderData: (before) => before });
  if (events.isError && !events.data) {
    return <ErrorState title={t("events.failed")} error={events.error} onRetry={() => void events.refetch()} />;
  }
  if (!events.data) return <TableSkeleton rows={4} height={30} />;
  const names = namesOf(run);
  const nodes = new Map(run.steps.map((step) => [step.id, step.node_id]));
  return (
    <ol className={classes.events} aria-label={t("drawer.events")}>
      {events.data.toReversed().map((event) => {
        const node = event.step_run === null ? undefined : nodes.get(event.step_run);
        return (
          <li key={event.seq}>
            <span className={classes.seq}>{event.seq}</span>
            <time dateTime={event.at} title={formatMoment(event.at)}>{formatClock(Date.parse(event.at))}</time>
            <EventIcon event={event} />
            {node !== undefined && <StepLink name={names.get(node) ?? node} onClick={() => { select(node); }} />}
            <span>{sentence(t, event)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function EventIcon({ event }: { event: RunEvent }) {
  const { state } = event.data;
  return <span className={classes.eventIcon}>{typeof state === "string" && <StatusIcon status={state} size={15} />}</span>;
}

type Words = ReturnType<typeof useTranslation<"run">>["t"];

const KINDS = ["RunSubmitted", "RunChanged", "CancelRequested", "StepChanged", "ReportRefused", "RegistrationRefused"];

function sentence(t: Words, { kind, data }: RunEvent): string {
  const { state, reason, by, node, attempt } = data;
  const status = typeof state === "string" ? t(`ui:status.${state}` as "ui:status.Running", { ns: "ui" }).toLowerCase() : "";
  const parts = [
    KINDS.includes(kind) ? t(`events.${kind}` as "events.StepChanged", { status, by: typeof by === "string" ? by : "" }) : kind,
    typeof attempt === "number" && attempt > 1 ? t("log.attempt", { number: attempt }).toLowerCase() : "",
    typeof node === "string" && node !== "" ? t("events.on", { node }) : "",
    isReason(reason) ? reasonInShort(t, { code: reason, detail: data }) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

function isReason(value: unknown): value is string {
  return REASONS.some((reason) => reason === value);
}
