/** Why something ended as it did, in one sentence, and what to do about it. */
import type { TFunction } from "i18next";
import type { RunReason } from "@/api/runs";
import { formatBytes, formatDuration } from "@/ui/format";

type Detail = Readonly<Record<string, unknown>>;

/** The reasons a run or step can give; the words for each are in `run.json`. */
export const REASONS = [
  "ExitCode", "Signal", "OutOfMemory", "TimedOut", "WorkerLost", "StartFailed", "StorageFull", "DatastoreUnavailable",
  "SnapshotInvalid", "OutputMissing", "UpstreamFailed", "UserCanceled", "LeftOut", "Internal",
] as const;

/** `names` gives a step's title by node id or step run id, where the reason speaks of another step. */
export function reasonSentence(t: TFunction<"run">, reason: RunReason, names: ReadonlyMap<string, string>): string {
  const { detail } = reason;
  const values = wordsOf(detail, names);
  const { because } = values;
  if (reason.code === "UpstreamFailed" && because) return t("reason.UpstreamFailedBy", { because });
  return t(`reason.${knownCode(reason.code)}`, values);
}

export function reasonAdvice(t: TFunction<"run">, reason: RunReason): string {
  return t(`advice.${knownCode(reason.code)}`);
}

/** A few words for a card or a table row. */
export function reasonInShort(t: TFunction<"run">, reason: RunReason): string {
  return t(`short.${knownCode(reason.code)}`, wordsOf(reason.detail, new Map()));
}

/** What the node itself said, beyond the sentence. */
export function reasonMessage(reason: RunReason): string | null {
  const { message } = reason.detail;
  return typeof message === "string" && message !== "" ? message : null;
}

function knownCode(code: string): string {
  return REASONS.find((known) => known === code) ?? "Internal";
}

function wordsOf(detail: Detail, names: ReadonlyMap<string, string>): Record<string, string> {
  const outputs = Array.isArray(detail.outputs) ? detail.outputs : [detail.output];
  return {
    exit_code: said(detail.exit_code),
    signal: said(detail.signal_name ?? detail.signal),
    limit: typeof detail.timeout_s === "number" ? formatDuration(detail.timeout_s) : "",
    memory: typeof detail.max_rss_bytes === "number" ? formatBytes(detail.max_rss_bytes) : "",
    node: said(detail.node),
    datastore: said(detail.datastore),
    by: said(detail.by),
    outputs: outputs.filter((name) => typeof name === "string").join(", "),
    because: stepNames(detail.because ?? detail.steps ?? detail.step, names),
  };
}

function stepNames(value: unknown, names: ReadonlyMap<string, string>): string {
  const ids = Array.isArray(value) ? value : [value];
  return ids.filter((id) => typeof id === "string").map((id) => names.get(id) ?? id).join(", ");
}

function said(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
