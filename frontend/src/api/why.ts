/** Why a step runs or is reused, as phrases to be put into words (`reuse.json`) wherever they are shown. */
import type { Difference, PlanSummary, StepForecast, Why } from "./types";

export type { Difference, Why } from "./types";

/** A key of the namespace `reuse`, and what goes into its sentence. */
export interface Phrase {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Of a difference: "train.py +4 −1", "lr 0.1 → 0.2", "input raw changed". */
export function differencePhrase({ component, name, before, after, added, removed }: Difference): Phrase {
  const values = { name, before: said(before), after: said(after) };
  if (component === "script" || component === "hash_paths") {
    if (before === null) return { key: "difference.fileAdded", values };
    if (after === null) return { key: "difference.fileRemoved", values };
    if (added === undefined || removed === undefined) return { key: "difference.fileChanged", values };
    return { key: "difference.lines", values: { name, added, removed } };
  }
  if (component === "environment" || component === "input" || component === "outputs") return { key: `difference.${component}`, values };
  if (component === "scope") return { key: "difference.scope", values };
  if (name === "") return { key: "difference.arguments", values };
  if (before === null) return { key: "difference.valueAdded", values };
  if (after === null) return { key: "difference.valueRemoved", values };
  return { key: "difference.value", values };
}

/** Puts a phrase of the namespace `reuse` into words. */
export type Say = (key: string, values: Readonly<Record<string, string | number>>) => string;

/** Every difference, one after the other: `train.py +4 −1; lr 0.1 → 0.2`. */
export function changesText(say: Say, why: Why): string {
  return why.differences
    .map(differencePhrase)
    .map(({ key, values }) => say(key, values))
    .join("; ");
}

/** How numbers and times are written: what the interface's formatters are to a sentence. */
export interface Formats {
  /** A moment (ISO 8601) as "3 h ago". */
  ago(moment: string): string;
  /** Seconds as "12 min". */
  duration(seconds: number): string;
}

/** `reuse · run 41, 3 h ago`, `will run: train.py +4 −1; lr 0.1 → 0.2`; null for a step that has nothing to forecast. */
export function forecastText(say: Say, { decision, why }: StepForecast, formats: Formats): string | null {
  if (decision === "none" && why.code !== "left_out") return null;
  return say(`line.${why.code}`, {
    number: why.source?.run_number ?? "",
    ago: why.source?.ended_at ? formats.ago(why.source.ended_at) : "",
    changes: changesText(say, why),
  });
}

/** "4 of 9 steps will run, ≈ 12 min"; null when there is no step to run at all. */
export function planText(say: Say, { total, run, reuse, expected_s }: PlanSummary, formats: Formats): string | null {
  if (total === 0) return null;
  if (reuse === total) return say("summary.none", { count: total });
  const text = run === total ? say("summary.all", { count: total }) : say("summary.run", { run, total });
  return expected_s === null ? text : say("summary.time", { text, time: formats.duration(expected_s) });
}

/** Why a step of a run ran, or did not, in one sentence. */
export function ranText(say: Say, why: Why): string {
  return say(`ran.${why.code}`, { number: why.source?.run_number ?? "", changes: changesText(say, why) });
}

/** The names of files that changed without counting. */
export function unseenFiles({ warnings }: Why): readonly string[] {
  return warnings.flatMap(({ files }) => files);
}

/** A value in few characters: text as it is, everything else as JSON. */
export function said(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? null);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

const LONGEST = 40;
