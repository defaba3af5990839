/** Undo as a list of documents. */
import type { PipelineDocument } from "./document";

/** Edits with the same `label` in quick succession are one step of undo: typing, nudging, resizing. */
const COALESCE_MS = 1000;
const LIMIT = 500;

export interface History {
  readonly past: readonly PipelineDocument[];
  readonly present: PipelineDocument;
  readonly future: readonly PipelineDocument[];
  /** What the latest edit may be joined with; `null` when it stands alone. */
  readonly open: { readonly label: string; readonly at: number } | null;
}

export function startHistory(document: PipelineDocument): History {
  return { past: [], present: document, future: [], open: null };
}

/**
 * Records `document` as the next state. `label` names edits that may be joined (`null`: never);
 * `at` is now, in milliseconds.
 */
export function record(history: History, document: PipelineDocument, label: string | null, at: number): History {
  if (document === history.present) return history;
  const joined = label !== null && history.open?.label === label && at - history.open.at < COALESCE_MS;
  const past = joined ? history.past : [...history.past, history.present].slice(-LIMIT);
  return { past, present: document, future: [], open: label === null ? null : { label, at } };
}

export function undo(history: History): History {
  const previous = history.past.at(-1);
  if (!previous) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    open: null,
  };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.present], present: next, future, open: null };
}
