/** Which rows speak of trouble. Strict on purpose: "oob error 0.05" and "0 errors" are ordinary lines of a training log. */
import type { Level } from "./row";

const ERROR =
  /\b(?:ERROR|FATAL|CRITICAL)\b|^\s*(?:\[?error\]?:|::error)|^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception|Interrupt)(?::|$)/;
const WARNING = /\bWARN(?:ING)?\b|^\s*(?:\[?warning\]?:|::warning)|\b[A-Z]\w*Warning:/;

export function levelOf(text: string): Level | null {
  const start = text.length > 2_000 ? text.slice(0, 2_000) : text;
  if (ERROR.test(start)) return "error";
  return WARNING.test(start) ? "warning" : null;
}
