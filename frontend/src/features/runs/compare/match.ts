/** Which steps of several runs are the same step. */

/** What a step is found again by. */
export interface Named {
  readonly node_id: string;
  readonly name: string;
}

/**
 * Lines of steps, one place a run: by node id, else by name, for a pipeline that code drew anew has new ids.
 * `null` where a run has no such step.
 */
export function matchSteps<Step extends Named>(runs: readonly (readonly Step[])[]): (Step | null)[][] {
  const lines: (Step | null)[][] = [];
  runs.forEach((steps, at) => {
    const free = (line: (Step | null)[]) => line[at] === null;
    const known = (by: (one: Step) => boolean) => lines.find((line) => free(line) && line.some((one) => one !== null && by(one)));
    const place = (line: (Step | null)[], step: Step) => line.splice(at, 1, step);
    // Ids first, so that a step of the same name does not take the line of another.
    const rest = steps.filter((step) => {
      const line = known((one) => one.node_id === step.node_id);
      if (line) place(line, step);
      return !line;
    });
    for (const step of rest) {
      const line = known((one) => one.name === step.name) ?? lines[lines.push(runs.map(() => null)) - 1];
      if (line) place(line, step);
    }
  });
  return lines;
}
