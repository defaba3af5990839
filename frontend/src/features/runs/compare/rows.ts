/** What stands in the comparison of runs: groups of rows, a cell a run, and which rows differ. */
import type { Run, StepRun } from "@/api/runs";
import type { StepMetric } from "@/api/steps";
import { said, type Why } from "@/api/why";
import type { PipelineDocument, Source } from "@/graph/document";
import { formatDuration } from "@/ui/format";
import { formatValue, viewOf } from "../step/metrics";
import { matchSteps } from "./match";

/** One run of the comparison. */
export interface Compared {
  readonly run: Run;
  readonly metrics: readonly StepMetric[];
}

export type Cell =
  | { readonly kind: "state"; readonly state: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "why"; readonly why: Why }
  | { readonly kind: "files"; readonly count: number; readonly size: number; readonly digest: string }
  | { readonly kind: "file"; readonly size: number; readonly digest: string }
  | { readonly kind: "output"; readonly count: number; readonly size: number; readonly isRemoved: boolean }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "count"; readonly of: "rows" | "images"; readonly count: number; readonly digest: string };

/** Rows that the interface has its own word for; all others are called by the user's names. */
export type Known = "state" | "duration" | "experiment" | "why" | "files" | "moreFiles";

export interface Row {
  readonly id: string;
  /** A word of ours, or what the user called it. */
  readonly label: { readonly known: Known; readonly count?: number } | { readonly name: string };
  readonly of: "run" | "parameter" | "step" | "setting" | "file" | "metric" | "output";
  /** `null` where a run has nothing of the kind. */
  readonly cells: readonly (Cell | null)[];
  readonly differs: boolean;
}

export interface Group {
  readonly id: string;
  /** The step's name; `null` for the run itself and its parameters. */
  readonly step: string | null;
  readonly rows: readonly Row[];
}

/** Changed files of a step that get a row of their own; the rest is counted. */
export const MOST_FILES = 50;

export function groupsOf(compared: readonly Compared[]): Group[] {
  const lines = matchSteps(compared.map(({ run }) => run.steps));
  return [
    { id: "run", step: null, rows: runRows(compared.map(({ run }) => run)) },
    { id: "parameters", step: null, rows: parameterRows(compared.map(({ run }) => run)) },
    ...lines.map((line) => stepGroup(line, compared)),
  ].filter(({ rows }) => rows.length > 0);
}

/** The groups with nothing in them but what differs. */
export function onlyDifferences(groups: readonly Group[]): Group[] {
  return groups
    .map((group) => ({ ...group, rows: group.rows.filter(({ differs }) => differs) }))
    .filter(({ rows }) => rows.length > 0);
}

/** Heights from 0 to 1 for a chart over the runs; `null` for a row that is no row of numbers. */
export function heightsOf({ cells }: Row): number[] | null {
  const numbers = cells.flatMap((cell) => (cell?.kind === "number" && Number.isFinite(cell.value) ? [cell.value] : []));
  if (numbers.length < 2) return null;
  const low = Math.min(0, ...numbers);
  const span = Math.max(0, ...numbers) - low || 1;
  return cells.map((cell) => (cell?.kind === "number" && Number.isFinite(cell.value) ? (cell.value - low) / span : 0));
}

function runRows(runs: readonly Run[]): Row[] {
  return [
    known("run", "state", runs.map(({ state }) => ({ kind: "state", state }))),
    known("run", "duration", runs.map(({ duration_s }) => duration(duration_s))),
    known("run", "experiment", runs.map(({ experiment }) => text(experiment))),
  ];
}

function parameterRows(runs: readonly Run[]): Row[] {
  const values = runs.map(({ document, parameters }) => ({ ...defaultsOf(document), ...parameters }));
  return namesIn(values).map((name) => row("parameter", name, values.map((of) => (name in of ? text(said(of[name])) : null)), values.map((of) => of[name])));
}

function defaultsOf(document: PipelineDocument): Record<string, unknown> {
  return Object.fromEntries(document.parameters.map(({ name, default: value }) => [name, value]));
}

function stepGroup(line: readonly (StepRun | null)[], compared: readonly Compared[]): Group {
  const first = line.find((step) => step !== null);
  const id = first?.node_id ?? "";
  const nodes = line.map((step, at) => compared[at]?.run.document.nodes.find((node) => node.id === step?.node_id) ?? null);
  const rows = [
    known("step", "state", line.map((step) => step && { kind: "state", state: step.state })),
    known("step", "why", line.map((step) => (step?.why ? { kind: "why", why: step.why } : null))),
    known("step", "duration", line.map((step) => duration(step?.duration_s ?? null))),
    ...settingRows(nodes.map((node) => node?.settings ?? {})),
    ...fileRows(nodes.map((node) => node?.source ?? null)),
    ...metricRows(line.map((step, at) => (compared[at]?.metrics ?? []).filter(({ step_id }) => step_id === step?.id))),
    ...outputRows(line),
  ];
  return { id: `step:${id}`, step: first?.name ?? "", rows: rows.map((each) => ({ ...each, id: `${id}:${each.id}` })) };
}

/** Settings are many and mostly equal: only those that are not. */
function settingRows(settings: readonly Readonly<Record<string, unknown>>[]): Row[] {
  return namesIn(settings)
    .map((name) => row("setting", name, settings.map((of) => (name in of ? text(said(of[name])) : null)), settings.map((of) => of[name])))
    .filter(({ differs }) => differs);
}

/** All files as one row, then each that differs. */
function fileRows(sources: readonly (Source | null)[]): Row[] {
  if (sources.every((source) => source === null || Object.keys(source).length === 0)) return [];
  const changed = namesIn(sources.map((source) => source ?? {}))
    .map((path) => row("file", path, sources.map((source) => fileCell(source, path)), sources.map((source) => source?.[path]?.sha256)))
    .filter(({ differs }) => differs);
  const more = changed.length - MOST_FILES;
  const rest: Row[] = more > 0 ? [{ ...known("file", "moreFiles", sources.map(() => null)), label: { known: "moreFiles", count: more }, differs: true }] : [];
  return [known("file", "files", sources.map(allFiles)), ...changed.slice(0, MOST_FILES), ...rest];
}

function fileCell(source: Source | null, path: string): Cell | null {
  const file = source?.[path];
  return file ? { kind: "file", size: file.size, digest: file.sha256 } : null;
}

function allFiles(source: Source | null): Cell | null {
  if (source === null) return null;
  const files = Object.entries(source).sort(([one], [other]) => (one < other ? -1 : 1));
  const size = files.reduce((sum, [, file]) => sum + file.size, 0);
  return { kind: "files", count: files.length, size, digest: files.map(([path, { sha256 }]) => `${path} ${sha256}`).join("\n") };
}

function metricRows(metrics: readonly (readonly StepMetric[])[]): Row[] {
  const byName = metrics.map((of) => Object.fromEntries(of.map((metric) => [metric.name, metric])));
  return namesIn(byName).map((name) => row("metric", name, byName.map((of) => metricCell(of[name]))));
}

/** A line is compared by its last value. */
function metricCell(metric: StepMetric | undefined): Cell | null {
  if (!metric) return null;
  const view = viewOf(metric);
  const digest = JSON.stringify(metric.values.map(({ value }) => value));
  if (view.kind === "image") return { kind: "count", of: "images", count: view.paths.length, digest };
  if (view.kind === "grid") return { kind: "count", of: "rows", count: view.grid.rows.length, digest };
  const value = view.kind === "line" ? view.last : view.value;
  return typeof value === "number" ? { kind: "number", value } : text(formatValue(value));
}

function outputRows(line: readonly (StepRun | null)[]): Row[] {
  const outputs = line.map((step) => Object.fromEntries((step?.outputs ?? []).map((output) => [output.name, output])));
  return namesIn(outputs).map((name) =>
    row("output", name, outputs.map((of) => {
      const output = of[name];
      return output ? { kind: "output", count: output.file_count, size: output.size, isRemoved: Boolean(output.removed_at) } : null;
    })),
  );
}

/** Every name of any of them, in the order they are met. */
function namesIn(all: readonly object[]): string[] {
  return [...new Set(all.flatMap((of) => Object.keys(of)))];
}

/** `compared` is what tells cells apart, where the cell shows less. */
function row(of: Row["of"], name: string, cells: readonly (Cell | null)[], compared: readonly unknown[] = cells): Row {
  return { id: `${of}:${name}`, label: { name }, of, cells, differs: areDifferent(compared) };
}

function known(of: Row["of"], word: Known, cells: readonly (Cell | null)[]): Row {
  return { id: `${of}:=${word}`, label: { known: word }, of, cells, differs: areDifferent(cells) };
}

function areDifferent(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => canonical(value))).size > 1;
}

/** JSON whose keys are in order, so that it is the same for the same value. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

/** Compared as it is read, or no two runs would ever take as long. */
function duration(seconds: number | null): Cell | null {
  return seconds === null ? null : text(formatDuration(seconds));
}

function text(words: string): Cell {
  return { kind: "text", text: words };
}
