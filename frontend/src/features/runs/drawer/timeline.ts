/** A run's steps over time: one bar a phase of each attempt, and the chain of steps that made the run as long as it is. */
import type { StepRun } from "@/api/runs";
import { timesOf, type PhaseName } from "../step/attempts";

export interface Bar {
  readonly phase: PhaseName;
  readonly state: string;
  readonly attempt: number;
  /** Epoch milliseconds; an end that has not come yet is now. */
  readonly from: number;
  readonly to: number;
}

export interface TimelineRow {
  readonly node: string;
  readonly name: string;
  readonly state: string;
  readonly bars: readonly Bar[];
  readonly isCritical: boolean;
}

export interface Timeline {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly TimelineRow[];
  /** Seconds of each phase along the critical path. */
  readonly critical: Readonly<Record<PhaseName, number>>;
}

/** `dependsOn` gives the nodes a node waited for; `now` closes what is still going on. */
export function timelineOf(
  steps: readonly StepRun[],
  dependsOn: ReadonlyMap<string, ReadonlySet<string>>,
  began: number,
  now: number,
): Timeline {
  const bars = new Map(steps.map((step) => [step.node_id, barsOf(step, now)]));
  const critical = criticalPath(bars, dependsOn);
  const rows = steps.map((step) => ({
    node: step.node_id,
    name: step.name,
    state: step.state,
    bars: bars.get(step.node_id) ?? [],
    isCritical: critical.has(step.node_id),
  }));
  const all = rows.flatMap((row) => row.bars);
  const spent = { queued: 0, preparing: 0, running: 0, finalizing: 0 };
  for (const bar of rows.filter((row) => row.isCritical).flatMap((row) => row.bars)) {
    spent[bar.phase] += (bar.to - bar.from) / 1000;
  }
  return {
    from: Math.min(began, ...all.map((bar) => bar.from)),
    to: Math.max(began + 1, ...all.map((bar) => bar.to)),
    rows,
    critical: spent,
  };
}

function barsOf(step: StepRun, now: number): Bar[] {
  return step.attempts.flatMap((attempt) =>
    timesOf(attempt).map(({ name, from, to }) => ({
      phase: name,
      state: attempt.state,
      attempt: attempt.number,
      from,
      to: Math.max(from, to ?? now),
    })),
  );
}

/** Back from the step that ended last, each time to the one it waited for longest. */
function criticalPath(
  bars: ReadonlyMap<string, readonly Bar[]>,
  dependsOn: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const endOf = (node: string) => Math.max(0, ...(bars.get(node) ?? []).map((bar) => bar.to));
  const latest = (nodes: Iterable<string>) =>
    [...nodes].filter((node) => endOf(node) > 0).reduce<string | null>((best, node) => (best === null || endOf(node) > endOf(best) ? node : best), null);
  const path = new Set<string>();
  for (let node = latest(bars.keys()); node !== null && !path.has(node); node = latest(dependsOn.get(node) ?? [])) path.add(node);
  return path;
}

/** Round times for the axis, in seconds from the beginning: some six of them. */
export function ticksOf(seconds: number): number[] {
  const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400];
  const step = steps.find((size) => seconds / size <= 7) ?? Math.ceil(seconds / 7 / 86_400) * 86_400;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, at) => at * step);
}
