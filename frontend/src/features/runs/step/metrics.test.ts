import { describe, expect, it } from "vitest";
import type { Metric } from "@/api/steps";
import { formatValue, thinned, viewOf } from "./metrics";

const metric = (name: string, kind: Metric["kind"], ...values: unknown[]): Metric =>
  ({ name, kind, values: values.map((value) => ({ value, step: null, at: "2026-11-22T12:00:00Z" })) }) as Metric;

describe("a metric is shown as", () => {
  it("a number when it was logged once", () => {
    expect(viewOf(metric("accuracy", "scalar", 0.97))).toEqual({ kind: "number", name: "accuracy", value: 0.97 });
  });

  it("a line when it was logged again and again, or as a list", () => {
    const line = { kind: "line", name: "loss", points: [{ x: 0, loss: 2 }, { x: 1, loss: 1 }], last: 1 };
    expect(viewOf(metric("loss", "scalar", 2, 1))).toEqual(line);
    expect(viewOf(metric("loss", "list", [2, 1]))).toEqual(line);
  });

  it("a line over the script's own steps", () => {
    const loss = metric("loss", "scalar", 2, 1);
    loss.values.forEach((value, at) => { value.step = 10 * (at + 1); });
    expect(viewOf(loss)).toMatchObject({ points: [{ x: 10 }, { x: 20 }] });
  });

  it("a table, and as lines where its columns are numbers", () => {
    const roc = viewOf(metric("ROC", "table", { fpr: [0, 0.5, 1], tpr: [0, 0.9, 1] }));
    expect(roc).toMatchObject({ kind: "grid", x: "fpr", grid: { columns: ["fpr", "tpr"], rows: [[0, 0], [0.5, 0.9], [1, 1]] } });
    expect(roc).toMatchObject({ points: [{ x: 0, tpr: 0 }, { x: 0.5, tpr: 0.9 }, { x: 1, tpr: 1 }] });
  });

  it("a table of rows that need not have the same columns", () => {
    const rows = viewOf(metric("r", "row", { a: 1, b: "x" }, { a: 2, c: null }));
    expect(rows).toMatchObject({ kind: "grid", points: [], grid: { columns: ["a", "b", "c"], rows: [[1, "x", null], [2, null, null]] } });
  });

  it("a list of words when it is no numbers", () => {
    expect(viewOf(metric("names", "list", ["a", "b"]))).toMatchObject({ kind: "grid", grid: { rows: [["a"], ["b"]] } });
  });

  it("pictures", () => {
    expect(viewOf(metric("m", "image", { path: "a.png" }, "b.png", 3))).toEqual({ kind: "image", name: "m", paths: ["a.png", "b.png"] });
  });
});

it("a long line keeps its first and last points", () => {
  const points = thinned(Array.from({ length: 10_001 }, (_, at) => at), 100);
  expect(points.length).toBeLessThanOrEqual(102);
  expect([points[0], points.at(-1)]).toEqual([0, 10_000]);
});

it.each([
  [0.9650349, "0.96503"],
  [1234567, "1,234,567"],
  [0.00000123, "1.230e-6"],
  [NaN, "NaN"],
  [0, "0"],
  ["text", "text"],
  [true, "true"],
])("%j is written %s", (value, text) => {
  expect(formatValue(value)).toBe(text);
});
