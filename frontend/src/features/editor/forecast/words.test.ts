import type { StepForecast } from "@/api/forecast";
import type { Difference, Why } from "@/api/why";
import { i18next } from "@/i18n";
import { describe, expect, it } from "vitest";
import { forecastLine, summaryHint, summaryText } from "./words";

const t = i18next.getFixedT("en", "reuse");
const NOW = Date.parse("2026-03-01T12:00:00Z");
const SOURCE = { run_id: "r", run_number: 41, step_run_id: "s", ended_at: "2026-03-01T09:00:00Z" };

function line(decision: StepForecast["decision"], code: Why["code"], differences: Difference[] = []): string | null {
  return forecastLine(t, { node_id: "n", decision, expected_s: null, why: { code, source: SOURCE, differences, warnings: [] } }, NOW);
}

function changed(...differences: Difference[]): string | null {
  return line("run", "changed", differences);
}

describe("the forecast of a step", () => {
  it("names the run whose result would be used, and how old it is", () => {
    expect(line("reuse", "reused")).toBe("reuse · run 41, 3 hr ago");
  });

  it("names every change that makes it run", () => {
    expect(
      changed(
        { component: "script", name: "train.py", before: "aa", after: "bb", added: 4, removed: 1 },
        { component: "parameter", name: "lr", before: 0.1, after: 0.2 },
      ),
    ).toBe("will run: train.py +4 −1; lr 0.1 → 0.2");
  });

  it.each<[string, Difference]>([
    ["will run: old.py removed", { component: "script", name: "old.py", before: "aa", after: null }],
    ["will run: new.py added", { component: "hash_paths", name: "new.py", before: null, after: "bb" }],
    ["will run: model.bin changed", { component: "script", name: "model.bin", before: "aa", after: "bb" }],
    ["will run: input raw changed", { component: "input", name: "raw", before: "a", after: "b" }],
    ["will run: environment changed", { component: "environment", name: "", before: "a", after: "b" }],
    ["will run: --fast true added", { component: "argument", name: "--fast", before: null, after: true }],
    ["will run: arguments a b → b a", { component: "argument", name: "", before: "a b", after: "b a" }],
  ])("says %s", (words, difference) => {
    expect(changed(difference)).toBe(words);
  });

  it.each(["first_time", "upstream_runs", "forced", "disabled", "output_gone"] as const)("has words for %s", (code) => {
    expect(line(code === "upstream_runs" ? "wait" : "run", code)).not.toContain("line.");
  });

  it("says nothing of a step that has no work", () => {
    expect(line("none", "no_work")).toBeNull();
  });
});

describe("the forecast of a run", () => {
  const summary = { total: 9, run: 4, reuse: 5, wait: 0, expected_s: 720, unmeasured: 0 };

  it("counts what will run and how long that took before", () => {
    expect(summaryText(t, summary)).toBe("4 of 9 steps will run, ≈ 12 min 0 s");
  });

  it("says so when all or nothing runs", () => {
    expect(summaryText(t, { ...summary, run: 9, reuse: 0, expected_s: null })).toBe("All 9 steps will run");
    expect(summaryText(t, { ...summary, run: 0, reuse: 9 })).toBe("All 9 steps will be reused");
    expect(summaryText(t, { ...summary, total: 0, run: 0, reuse: 0 })).toBeNull();
  });

  it("owns up to steps whose time nobody knows", () => {
    expect(summaryHint(t, { ...summary, unmeasured: 1 })).toContain("1 step has no earlier run");
  });
});
