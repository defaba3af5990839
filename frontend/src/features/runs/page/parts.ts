/** Which parts of a run can be run again. */
import type { Part } from "@/api/forecast";
import type { Run } from "@/api/runs";

export interface Choice {
  /** Also the key of its words in `again.part`. */
  readonly kind: "all" | Part["kind"];
  readonly part: Part | undefined;
}

const UNDONE: ReadonlySet<string> = new Set(["Failed", "Canceled"]);

/** All of it; what did not succeed, where something did not; around `node`, where one is selected. */
export function partChoices(run: Pick<Run, "state">, node: string | null): Choice[] {
  const choices: Choice[] = [{ kind: "all", part: undefined }];
  if (UNDONE.has(run.state)) choices.push({ kind: "failed", part: { kind: "failed" } });
  if (node !== null) {
    for (const kind of ["from", "only", "up_to"] as const) choices.push({ kind, part: { kind, node_id: node } });
  }
  return choices;
}
