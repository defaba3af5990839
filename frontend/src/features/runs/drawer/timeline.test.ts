import { describe, expect, it } from "vitest";
import type { Attempt, StepRun } from "@/api/steps";
import { phasesOf, timesOf } from "../step/attempts";
import { ticksOf, timelineOf } from "./timeline";

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

function attempt(times: Partial<Record<"queued" | "claimed" | "started" | "ended", number>>, more: Partial<Attempt> = {}): Attempt {
  const moment = (seconds: number | undefined) => (seconds === undefined ? null : at(seconds));
  return {
    number: 1, state: "Completed", timings: {},
    queued_at: at(times.queued ?? 0), claimed_at: moment(times.claimed), started_at: moment(times.started), ended_at: moment(times.ended),
    ...more,
  } as Attempt;
}

const step = (node: string, ...attempts: Attempt[]): StepRun =>
  ({ node_id: node, name: node, state: attempts.at(-1)?.state ?? "NotStarted", attempts }) as StepRun;

describe("the phases of an attempt", () => {
  it("follow each other without a gap", () => {
    const whole = attempt({ queued: 0, claimed: 1, started: 3, ended: 10 }, { timings: { run_s: 6, finalize_s: 1 } });
    expect(phasesOf(whole)).toEqual([
      { name: "queued", seconds: 1 },
      { name: "preparing", seconds: 2 },
      { name: "running", seconds: 6 },
      { name: "finalizing", seconds: 1 },
    ]);
  });

  it("leave open what still goes on", () => {
    expect(timesOf(attempt({ queued: 0, claimed: 1 })).at(-1)).toEqual({ name: "preparing", from: 1000, to: null });
  });

  it("never end before they begin, whatever the clocks of two machines say", () => {
    const odd = attempt({ queued: 0, claimed: 1, started: 3, ended: 4 }, { timings: { run_s: 99, finalize_s: 1 } });
    expect(timesOf(odd).every((phase) => phase.to === null || phase.to >= phase.from)).toBe(true);
  });
});

describe("the timeline", () => {
  const steps = [
    step("a", attempt({ queued: 0, claimed: 0, started: 0, ended: 2 })),
    step("fast", attempt({ queued: 2, claimed: 2, started: 2, ended: 3 })),
    step("slow", attempt({ queued: 2, claimed: 2, started: 2, ended: 8 })),
    step("end", attempt({ queued: 8, claimed: 8, started: 8, ended: 9 })),
  ];
  const needs = new Map(Object.entries({ a: [], fast: ["a"], slow: ["a"], end: ["fast", "slow"] }).map(([node, before]) => [node, new Set(before)]));

  it("finds the steps that made the run as long as it is", () => {
    const { rows, critical } = timelineOf(steps, needs, 0, 99_000);
    expect(rows.filter((row) => row.isCritical).map((row) => row.node)).toEqual(["a", "slow", "end"]);
    expect(critical.running).toBe(9);
  });

  it("shows retries as bars of their own in one row", () => {
    const twice = step("a", attempt({ queued: 0, started: 0, ended: 2 }, { state: "Failed" }), attempt({ queued: 2, started: 3, ended: 5 }, { number: 2 }));
    const [row] = timelineOf([twice], new Map(), 0, 99_000).rows;
    expect(row?.bars.map((bar) => [bar.attempt, bar.phase])).toEqual([[1, "queued"], [1, "running"], [2, "queued"], [2, "running"]]);
  });

  it("goes on to now while a step runs", () => {
    expect(timelineOf([step("a", attempt({ queued: 0, started: 1 }))], new Map(), 0, 30_000).to).toBe(30_000);
  });

  it("of a run that has not begun is not empty of time", () => {
    const { from, to } = timelineOf([step("a")], new Map(), 5_000, 5_000);
    expect(to).toBeGreaterThan(from);
  });
});

it.each([0.05, 1, 33, 500, 90_000, 3_000_000])("the axis of %d seconds has a handful of round times", (seconds) => {
  const ticks = ticksOf(seconds);
  expect(ticks.length).toBeGreaterThan(1);
  expect(ticks.length).toBeLessThanOrEqual(9);
});
