/** One try at running a step: which one is shown, and how its time was spent. */
import type { Attempt, StepRun } from "@/api/steps";

export function attemptShown(step: Pick<StepRun, "attempts">, number: number | null): Attempt | undefined {
  return step.attempts.find((attempt) => attempt.number === number) ?? step.attempts.at(-1);
}

export type PhaseName = "queued" | "preparing" | "running" | "finalizing";

export interface Phase {
  readonly name: PhaseName;
  /** Epoch milliseconds. */
  readonly from: number;
  /** Null while the phase goes on. */
  readonly to: number | null;
}

/**
 * The phases of an attempt so far, each beginning where the one before it ended.
 * When the script ended is known from the node's own clock (`timings`), once it has reported.
 */
export function timesOf(attempt: Attempt): Phase[] {
  const ended = moment(attempt.ended_at);
  const started = moment(attempt.started_at);
  const ran = started !== null && attempt.timings.run_s !== undefined ? started + attempt.timings.run_s * 1000 : null;
  const finalizing = ran !== null && ended !== null && attempt.timings.finalize_s !== undefined ? Math.min(ran, ended) : null;
  const starts: [PhaseName, number | null][] = [
    ["queued", moment(attempt.queued_at)],
    ["preparing", moment(attempt.claimed_at)],
    ["running", started],
    ["finalizing", finalizing],
  ];
  const known = starts.filter((entry): entry is [PhaseName, number] => entry[1] !== null);
  return known.map(([name, from], at) => ({ name, from, to: known[at + 1]?.[1] ?? ended }));
}

/** Finished phases with their length in seconds; those too short to matter are left out. */
export function phasesOf(attempt: Attempt): { name: PhaseName; seconds: number }[] {
  return timesOf(attempt)
    .filter((phase): phase is Phase & { to: number } => phase.to !== null)
    .map(({ name, from, to }) => ({ name, seconds: Math.max(0, to - from) / 1000 }))
    .filter(({ seconds }) => seconds >= 0.005);
}

function moment(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
