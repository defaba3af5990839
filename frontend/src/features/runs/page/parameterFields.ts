/** The form of a run's parameters: what was typed, and what it means. */
import type { Json, Parameter } from "@/graph/document";

export type Typed = Readonly<Record<string, Json>>;

/** The values the form starts with: those of the run, else the defaults. */
export function initialValues(parameters: readonly Parameter[], given: Readonly<Record<string, unknown>>): Typed {
  return Object.fromEntries(parameters.map(({ name, default: normal }) => [name, (given[name] as Json | undefined) ?? normal]));
}

/** What is wrong with a value, as a key of the words; null when nothing is. */
export function parameterProblem({ type }: Pick<Parameter, "type">, value: Json | undefined): string | null {
  if (type === "string") return typeof value === "string" ? null : "string";
  if (type === "bool") return typeof value === "boolean" ? null : "bool";
  if (typeof value !== "number" || !Number.isFinite(value)) return type;
  return type === "int" && !Number.isInteger(value) ? "int" : null;
}

/** Names whose value differs from the run's. */
export function changedNames(typed: Typed, given: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(typed).filter((name) => typed[name] !== given[name]);
}
