/** Edits that have not reached the server, kept in this browser so that they survive a crash of the tab. */
import { del, entries, set } from "idb-keyval";
import type { PipelineDocument } from "@/graph/document";

export interface Unsaved {
  readonly document: PipelineDocument;
  /** The revision the edits were made upon. */
  readonly revision: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A tab keeps its edits apart from those of other tabs; its lock says that it lives. */
const tab = crypto.randomUUID();
const prefix = (draft: string) => `unsaved:${draft}:`;
const lockOf = (key: string) => `studio:${key}`;

export async function keepUnsaved(draft: string, unsaved: Unsaved): Promise<void> {
  await set(prefix(draft) + tab, unsaved);
}

export async function forgetUnsaved(draft: string): Promise<void> {
  await del(prefix(draft) + tab);
}

/** Tells other tabs that this one lives, until it is closed or `signal` fires. */
export function holdTab(draft: string, signal: AbortSignal): void {
  const untilClosed = () => new Promise<void>((resolve) => signal.addEventListener("abort", () => { resolve(); }));
  navigator.locks?.request(lockOf(prefix(draft) + tab), { mode: "shared" }, untilClosed).catch(() => undefined);
}

/** The newest edits of a tab that died, with the key to drop them by. */
export async function findUnsaved(draft: string): Promise<(Unsaved & { readonly key: string }) | null> {
  const held = (await navigator.locks?.query())?.held ?? [];
  const living = new Set(held.map((lock) => lock.name));
  const found = (await entries<string, Unsaved>())
    .filter(([key]) => key.startsWith(prefix(draft)) && !living.has(lockOf(key)))
    .map(([key, unsaved]) => ({ key, ...unsaved }))
    .sort((one, other) => other.at - one.at);
  return found[0] ?? null;
}

export async function dropUnsaved(key: string): Promise<void> {
  await del(key);
}
