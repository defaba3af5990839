import { expect, it } from "vitest";
import { matchSteps } from "./match";

const step = (node_id: string, name = node_id) => ({ node_id, name });
const idsOf = (runs: Parameters<typeof matchSteps>[0]) => matchSteps(runs).map((line) => line.map((one) => one?.node_id ?? null));

it.each([
  ["by id, whatever it is called now", [[step("a", "Train")], [step("a", "Fit")]], [["a", "a"]]],
  ["by name where the ids are new", [[step("a", "Train")], [step("b", "Train")]], [["a", "b"]]],
  ["by id before name", [[step("a", "Train")], [step("b", "Train"), step("a", "Fit")]], [["a", "a"], [null, "b"]]],
  ["each only once", [[step("a", "Train")], [step("b", "Train"), step("c", "Train")]], [["a", "b"], [null, "c"]]],
  ["with a gap where a run has none", [[step("a")], [step("b")], [step("a"), step("b")]], [["a", null, "a"], [null, "b", "b"]]],
])("finds a step again %s", (_, runs, expected) => {
  expect(idsOf(runs)).toEqual(expected);
});
