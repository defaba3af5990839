/** What the form of a new dataset begins with, from the paths it is made of. */
import type { DatasetKind } from "@/api/datasets";

const TABLES = /\.(csv|tsv|parquet|jsonl|ndjson)$/i;

/** Tabular when everything looks like a table. */
export function kindOf(paths: readonly string[]): DatasetKind {
  return paths.length > 0 && paths.every((path) => TABLES.test(path)) ? "tabular" : "file";
}

/** The name of the only path, without its ending. */
export function nameFor(paths: readonly string[]): string {
  const [only, ...others] = paths;
  if (only === undefined || others.length > 0) return "";
  const name = only.replace(/\/$/, "").split("/").at(-1) ?? "";
  return name.replace(/(?<=.)\.[^.]+$/, "");
}

/** One path a line. */
export function pathsOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/^\/+/, ""))
    .filter(Boolean);
}
