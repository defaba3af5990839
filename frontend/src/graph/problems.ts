/** Something a user should put right, as data; the words are made where it is shown. */
import type { Json } from "./document";

export interface Problem {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly node: string | null;
  readonly port: string | null;
  readonly field: string | null;
  readonly detail: Readonly<Record<string, Json>>;
}

type Where = Partial<Pick<Problem, "node" | "port" | "field" | "detail">>;

export function problem(code: string, where: Where = {}): Problem {
  return { code, severity: "error", node: null, port: null, field: null, detail: {}, ...where };
}
