/** What a metric is shown as: a number, a line, a table, a picture. */
import type { Metric } from "@/api/steps";

export interface Point {
  readonly x: number;
  readonly [name: string]: number;
}

export interface Grid {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export type MetricView =
  | { readonly kind: "number"; readonly name: string; readonly value: unknown }
  | { readonly kind: "line"; readonly name: string; readonly points: readonly Point[]; readonly last: number }
  | { readonly kind: "grid"; readonly name: string; readonly grid: Grid; readonly points: readonly Point[]; readonly x: string | null }
  | { readonly kind: "image"; readonly name: string; readonly paths: readonly string[] };

/** A line with more points than this shows every n-th. */
const MOST_POINTS = 600;

export function viewOf({ name, kind, values }: Metric): MetricView {
  if (kind === "image") return { kind, name, paths: values.map(({ value }) => pathOf(value)).filter((path) => path !== null) };
  if (kind === "row") return gridView(name, rowsGrid(values.map(({ value }) => value)));
  if (kind === "table") return gridView(name, tableGrid(values.map(({ value }) => value)));
  const numbers = kind === "list" ? values.flatMap(({ value }) => (Array.isArray(value) ? value : [value])) : values.map(({ value }) => value);
  const steps = kind === "list" ? [] : values.map(({ step }) => step);
  const isLine = numbers.length > 1 && numbers.every(isNumber);
  if (!isLine) return numbers.length > 1 ? listView(name, numbers) : { kind: "number", name, value: numbers[0] ?? null };
  const points = numbers.map((value, at) => ({ x: steps[at] ?? at, [name]: value }));
  return { kind: "line", name, points: thinned(points), last: numbers.at(-1) ?? 0 };
}

/** Every n-th point and always the last. */
export function thinned<Item>(items: readonly Item[], most: number = MOST_POINTS): Item[] {
  const stride = Math.ceil(items.length / most);
  return items.filter((_, at) => at % stride === 0 || at === items.length - 1);
}

export function formatValue(value: unknown): string {
  if (typeof value === "number") return formatNumber(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Enough digits to tell runs apart, no more. */
function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString("en");
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e9) ? value.toExponential(3) : Number(value.toPrecision(5)).toString();
}

function listView(name: string, values: readonly unknown[]): MetricView {
  return { kind: "grid", name, grid: { columns: [name], rows: values.map((value) => [value]) }, points: [], x: null };
}

function rowsGrid(values: readonly unknown[]): Grid {
  const rows = values.filter(isRecord);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) };
}

function tableGrid(values: readonly unknown[]): Grid {
  const tables = values.filter(isRecord);
  const columns = [...new Set(tables.flatMap((table) => Object.keys(table)))];
  const rows = tables.flatMap((table) => {
    const height = Math.max(0, ...columns.map((column) => asList(table[column]).length));
    return Array.from({ length: height }, (_, at) => columns.map((column) => asList(table[column])[at] ?? null));
  });
  return { columns, rows };
}

/** Columns of numbers are drawn against the first of them. */
function gridView(name: string, grid: Grid): MetricView {
  const numeric = grid.columns.filter((_, at) => grid.rows.length > 1 && grid.rows.every((row) => isNumber(row[at])));
  const [x, ...ys] = numeric;
  if (x === undefined || ys.length === 0) return { kind: "grid", name, grid, points: [], x: null };
  const at = (column: string) => grid.columns.indexOf(column);
  const points = grid.rows.map((row) =>
    Object.fromEntries([["x", row[at(x)] as number], ...ys.map((column) => [column, row[at(column)] as number] as const)]),
  );
  return { kind: "grid", name, grid, points: thinned(points as unknown as Point[]), x };
}

function pathOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return isRecord(value) && typeof value.path === "string" ? value.path : null;
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
