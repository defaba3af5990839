import { expect, it } from "vitest";
import { aRun, aStep } from "../../../../testing/comparedRuns";
import { groupsOf, heightsOf, MOST_FILES, onlyDifferences, type Compared, type Group } from "./rows";

const named = (groups: readonly Group[]) =>
  groups.map(({ id, rows }) => [id, ...rows.map(({ label }) => ("known" in label ? label.known : label.name))]);
const rowOf = (groups: readonly Group[], name: string) => {
  const row = groups.flatMap(({ rows }) => rows).find(({ label }) => ("known" in label ? label.known : label.name) === name);
  if (!row) throw new Error(`no row ${name}`);
  return row;
};
const source = (sha256: string) => ({ "train.py": { sha256, size: 10 }, "same.py": { sha256: "s", size: 5 } });

it("puts the run, its parameters and every step in a group of their own", () => {
  const groups = groupsOf([aRun("r1", { parameters: { lr: 0.1 } }), aRun("r2", { parameters: { lr: 0.1 } })]);
  expect(named(groups)).toEqual([
    ["run", "state", "duration", "experiment"],
    ["parameters", "lr"],
    ["step:n1", "state", "why", "duration"],
  ]);
});

it("leaves nothing of two equal runs when only differences are asked for", () => {
  expect(onlyDifferences(groupsOf([aRun("r1"), aRun("r2")]))).toEqual([]);
});

it.each<[string, Compared, Compared, string[][]]>([
  ["a parameter", aRun("r1", { parameters: { lr: 0.1 } }), aRun("r2", { parameters: { lr: 0.2 } }), [["parameters", "lr"]]],
  ["a file of a step", aRun("r1", { source: source("a") }), aRun("r2", { source: source("b") }), [["step:n1", "files", "train.py"]]],
  ["a setting", aRun("r1", { settings: { script: "a.py" } }), aRun("r2", { settings: { script: "b.py" } }), [["step:n1", "script"]]],
  ["a metric", aRun("r1", { metrics: { auc: 0.8 } }), aRun("r2", { metrics: { auc: 0.9 } }), [["step:n1", "auc"]]],
  ["a metric one run lacks", aRun("r1", { metrics: { auc: 0.8 } }), aRun("r2"), [["step:n1", "auc"]]],
  ["an output", aRun("r1", { output: 10 }), aRun("r2", { output: 11 }), [["step:n1", "model"]]],
  ["why it ran", aRun("r1", { why: "first_time" }), aRun("r2", { why: "forced" }), [["step:n1", "why"]]],
  ["a step one run lacks", aRun("r1"), aRun("r2", {}, []), [["step:n1", "state", "why", "duration"]]],
])("keeps only what differs: %s", (_, one, other, expected) => {
  expect(named(onlyDifferences(groupsOf([one, other])))).toEqual(expected);
});

it("shows a default where a run was given no other value", () => {
  const groups = groupsOf([aRun("r1", { defaults: { lr: 0.1 } }), aRun("r2", { defaults: { lr: 0.1 }, parameters: { lr: 0.1 } })]);
  expect(rowOf(groups, "lr")).toMatchObject({ differs: false, cells: [{ text: "0.1" }, { text: "0.1" }] });
});

it("tells long values apart beyond what is shown of them", () => {
  const long = "x".repeat(100);
  const groups = groupsOf([aRun("r1", { parameters: { q: `${long}1` } }), aRun("r2", { parameters: { q: `${long}2` } })]);
  expect(rowOf(groups, "q").differs).toBe(true);
});

it("counts the files that differ beyond the ones it lists", () => {
  const many = (sha256: string) => Object.fromEntries(Array.from({ length: MOST_FILES + 3 }, (_, at) => [`f${at}.py`, { sha256, size: 1 }]));
  const groups = groupsOf([aRun("r1", { source: many("a") }), aRun("r2", { source: many("b") })]);
  expect(rowOf(groups, "moreFiles").label).toEqual({ known: "moreFiles", count: 3 });
});

it("compares a line of values by its last", () => {
  const groups = groupsOf([aRun("r1", { metrics: { loss: [3, 2, 1] } }), aRun("r2", { metrics: { loss: [5, 1] } })]);
  expect(rowOf(groups, "loss")).toMatchObject({ differs: false, cells: [{ value: 1 }, { value: 1 }] });
});

it.each([
  [[0.5, 1], [0.5, 1]],
  [[-1, 1], [0, 1]],
  [[0, 0], [0, 0]],
])("draws %j over the runs as %j", ([one = 0, other = 0], expected) => {
  const groups = groupsOf([aRun("r1", { metrics: { m: one } }), aRun("r2", { metrics: { m: other } })]);
  expect(heightsOf(rowOf(groups, "m"))).toEqual(expected);
});

it("draws no chart of what is no number, or of one number alone", () => {
  const groups = groupsOf([aRun("r1", { metrics: { m: 1 } }), aRun("r2", {}, [aStep({})])]);
  expect(heightsOf(rowOf(groups, "m"))).toBeNull();
  expect(heightsOf(rowOf(groups, "state"))).toBeNull();
});
