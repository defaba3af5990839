/** The steps of a run in the order they can run: what arrow keys walk and tables list. */
import type { Run, StepRun } from "@/api/runs";

export function stepOf(run: Run, node: string | null): StepRun | undefined {
  return node === null ? undefined : run.steps.find((step) => step.node_id === node);
}

/** The step `by` places further on; from nowhere to the first, and never beyond the ends. */
export function stepBeside(run: Run, node: string | null, by: 1 | -1): StepRun | undefined {
  const at = run.steps.findIndex((step) => step.node_id === node);
  if (at < 0) return by === 1 ? run.steps[0] : run.steps.at(-1);
  return run.steps[Math.min(run.steps.length - 1, Math.max(0, at + by))];
}

export function firstFailed(run: Run): StepRun | undefined {
  return [...run.steps]
    .filter((step) => step.state === "Failed")
    .sort((one, other) => moment(one.ended_at) - moment(other.ended_at))[0];
}

export function countDone(run: Pick<Run, "step_counts">): { done: number; total: number } {
  const over = ["Completed", "Failed", "Canceled", "Reused", "Skipped"];
  const counts = Object.entries(run.step_counts);
  return {
    done: counts.reduce((sum, [state, count]) => sum + (over.includes(state) ? count : 0), 0),
    total: counts.reduce((sum, [, count]) => sum + count, 0),
  };
}

function moment(iso: string | null): number {
  return iso === null ? Infinity : Date.parse(iso);
}
