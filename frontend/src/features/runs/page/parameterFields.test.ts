import { expect, it } from "vitest";
import type { Parameter } from "@/graph/document";
import { changedNames, initialValues, parameterProblem } from "./parameterFields";

const parameter = (name: string, type: Parameter["type"], value: Parameter["default"]): Parameter => ({
  name, type, default: value, description: "",
});

it("starts with the run's values, also when they are false, zero or empty", () => {
  const parameters = [parameter("a", "bool", true), parameter("b", "int", 5), parameter("c", "string", "x"), parameter("d", "float", 1)];
  expect(initialValues(parameters, { a: false, b: 0, c: "" })).toEqual({ a: false, b: 0, c: "", d: 1 });
});

it.each([
  ["int", 3, null],
  ["int", 3.5, "int"],
  ["float", 3.5, null],
  ["float", "", "float"],
  ["float", Infinity, "float"],
  ["bool", false, null],
  ["bool", "true", "bool"],
  ["string", "", null],
  ["string", 3, "string"],
] as const)("a %s may be %j: %j", (type, value, problem) => {
  expect(parameterProblem({ type }, value)).toBe(problem);
});

it("knows which values are others than the run's", () => {
  expect(changedNames({ a: 1, b: "x" }, { a: 1, b: "y" })).toEqual(["b"]);
});
