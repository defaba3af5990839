import { Tooltip, UnstyledButton } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "@/api/runs";
import type { PipelineDocument } from "@/graph/document";
import { dependencies } from "@/graph/order";
import { useNow } from "@/ui/clock";
import { formatDuration } from "@/ui/format";
import { statusLook, toneColors } from "@/ui/status";
import classes from "./Drawer.module.css";
import { ticksOf, timelineOf, type Bar, type Timeline, type TimelineRow } from "./timeline";

/** The steps' phases over the time of the run. */
export function useTimeline(run: Run): Timeline {
  const now = useNow(run.ended_at === null);
  const dependsOn = useMemo(() => dependencies(run.document as unknown as PipelineDocument), [run.document]);
  return timelineOf(run.steps, dependsOn, Date.parse(run.created_at), now);
}

interface TimelineViewProps {
  run: Run;
  selected: string | null;
  select(node: string): void;
}

export function TimelineView({ run, selected, select }: TimelineViewProps) {
  const { t } = useTranslation("run");
  const timeline = useTimeline(run);
  const seconds = (timeline.to - timeline.from) / 1000;
  const share = (moment: number) => `${((moment - timeline.from) / (timeline.to - timeline.from)) * 100}%`;
  return (
    <div className={classes.timeline} role="group" aria-label={t("drawer.timeline")}>
      <div className={classes.axis} aria-hidden>
        {ticksOf(seconds).map((tick) => (
          <span key={tick} style={{ left: `${(tick / seconds) * 100}%` }}>
            {tick === 0 ? "0" : formatDuration(tick).replace(".0 ", " ")}
          </span>
        ))}
      </div>
      {timeline.rows.map((row) => (
        <UnstyledButton
          key={row.node}
          className={classes.lane}
          data-selected={row.node === selected || undefined}
          data-critical={row.isCritical || undefined}
          aria-label={laneLabel(t, row)}
          onClick={() => { select(row.node); }}
        >
          <span className={classes.laneName}>{row.name}</span>
          <span className={classes.track}>
            {row.bars.map((bar) => (
              <PhaseBar key={`${bar.attempt}-${bar.phase}`} bar={bar} left={share(bar.from)} right={share(bar.to)} />
            ))}
          </span>
        </UnstyledButton>
      ))}
    </div>
  );
}

function PhaseBar({ bar, left, right }: { bar: Bar; left: string; right: string }) {
  const { t } = useTranslation("run");
  const words = t("drawer.bar", { phase: t(`drawer.phase.${bar.phase}`), time: formatDuration((bar.to - bar.from) / 1000), attempt: bar.attempt });
  return (
    <Tooltip label={words}>
      <i data-phase={bar.phase} style={{ left, width: `max(2px, calc(${right} - ${left}))`, background: colourOf(bar) }} />
    </Tooltip>
  );
}

function colourOf({ phase, state }: Bar): string {
  if (phase === "queued") return "var(--st-line-strong)";
  if (phase === "preparing" || phase === "finalizing") return "var(--st-warn)";
  const { tone } = statusLook(state);
  return tone === "mute" ? "var(--st-ink-3)" : toneColors(tone).color;
}

type Words = ReturnType<typeof useTranslation<"run">>["t"];

function laneLabel(t: Words, { name, state, bars }: TimelineRow): string {
  const spent = bars.reduce((sum, bar) => sum + bar.to - bar.from, 0) / 1000;
  const status = t(`ui:status.${state}` as "ui:status.Running", { ns: "ui" });
  return bars.length === 0 ? `${name}: ${status}` : `${name}: ${status}, ${formatDuration(spent)}`;
}

/** Where the time went, along the chain of steps that made the run as long as it is. */
export function CriticalPath({ run }: { run: Run }) {
  const { t } = useTranslation("run");
  const { critical } = useTimeline(run);
  const parts = (["queued", "preparing", "running", "finalizing"] as const).filter((phase) => critical[phase] >= 0.005);
  const total = parts.reduce((sum, phase) => sum + critical[phase], 0);
  if (total === 0) return null;
  return (
    <span className={classes.critical} title={t("drawer.criticalHelp")}>
      {[t("drawer.critical", { time: formatDuration(total) }), ...parts.map((phase) => t(`phase.${phase}`, { time: formatDuration(critical[phase]) }))].join(" · ")}
    </span>
  );
}
