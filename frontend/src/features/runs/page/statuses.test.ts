import { describe, expect, it } from "vitest";
import type { Run, StepRun } from "@/api/runs";
import { i18next } from "@/i18n";
import { Statuses } from "./statuses";
import { newest } from "./useRun";
import { countDone, firstFailed, stepBeside } from "./walk";

const t = i18next.getFixedT("en", ["run", "ui"]);
const step = (node: string, state: StepRun["state"], more: Partial<StepRun> = {}): StepRun =>
  ({ id: `id-${node}`, node_id: node, name: node.toUpperCase(), state, reason: null, waits_for: [], attempts: [], duration_s: null, ended_at: null, ...more }) as StepRun;
const onNode = { number: 1, node: "laptop" } as StepRun["attempts"][number];

describe("a card says", () => {
  const lineOf = (of: StepRun) => new Statuses(t).map({ steps: [step("a", "Completed"), of] }).get(of.node_id)?.line;

  it.each<[StepRun, string]>([
    [step("b", "NotStarted", { waits_for: ["a"] }), "waits for A"],
    [step("b", "Running", { attempts: [onNode] }), "running on laptop"],
    [step("b", "Completed", { attempts: [onNode], duration_s: 1.25 }), "completed · 1.3 s"],
    [step("b", "Failed", { attempts: [onNode], duration_s: 2, reason: { code: "ExitCode", detail: { exit_code: 1 } } }), "exit code 1 · 2.0 s"],
    [step("b", "Skipped", { reason: { code: "UpstreamFailed", detail: { because: ["a"] } } }), "a step before it failed"],
  ])("%#: what its step does", (of, line) => {
    expect(lineOf(of)).toBe(line);
  });

  it("the very same object for a step that has not changed, so that no card is drawn for nothing", () => {
    const statuses = new Statuses(t);
    const [a, b] = [step("a", "Completed"), step("b", "Running")];
    const before = statuses.map({ steps: [a, b] });
    const after = statuses.map({ steps: [a, step("b", "Completed")] });
    expect(after.get("a")).toBe(before.get("a"));
    expect(after.get("b")).not.toBe(before.get("b"));
  });
});

describe("an answer that was overtaken on its way", () => {
  const run = (seq: number, state: string): Run => ({ id: "r", seq, state }) as Run;

  it("never takes the page back", () => {
    const known = run(7, "Completed");
    expect(newest(known, run(5, "Running"))).toBe(known);
    expect(newest(known, run(8, "Failed")).state).toBe("Failed");
    expect(newest(undefined, known)).toEqual(known);
  });
});

describe("walking", () => {
  const run = { steps: [step("a", "Completed"), step("b", "Failed", { ended_at: "2026-01-01T00:00:09Z" }), step("c", "Failed", { ended_at: "2026-01-01T00:00:05Z" })] } as unknown as Run;

  it("goes from step to step and stops at the ends", () => {
    expect(stepBeside(run, null, 1)?.node_id).toBe("a");
    expect(stepBeside(run, "a", 1)?.node_id).toBe("b");
    expect(stepBeside(run, "c", 1)?.node_id).toBe("c");
    expect(stepBeside(run, "a", -1)?.node_id).toBe("a");
  });

  it("finds what failed first", () => {
    expect(firstFailed(run)?.node_id).toBe("c");
  });

  it("counts what is over", () => {
    expect(countDone({ step_counts: { Completed: 2, Reused: 1, Running: 1, NotStarted: 2 } })).toEqual({ done: 3, total: 6 });
  });
});
