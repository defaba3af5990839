/** The order that entries are shown in. */
import type { StoredEntry } from "@/api/storage";

export const SORT_KEYS = ["name", "size", "modified"] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Order {
  key: SortKey;
  descending: boolean;
}

/** As an address has it: `size`, `-modified`; the order of names when it says nothing. */
export function readOrder(text: string | null): Order {
  const key = SORT_KEYS.find((each) => each === text?.replace(/^-/, "")) ?? "name";
  return { key, descending: text?.startsWith("-") ?? false };
}

export function writeOrder({ key, descending }: Order): string | null {
  if (key === "name" && !descending) return null;
  return `${descending ? "-" : ""}${key}`;
}

/** The server's own order shows the first page at once; any other needs the whole folder. */
export function needsAll({ key, descending }: Order): boolean {
  return key !== "name" || descending;
}

const compare: Record<SortKey, (a: StoredEntry, b: StoredEntry) => number> = {
  name: (a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)),
  size: (a, b) => a.size - b.size,
  modified: (a, b) => (a.modified < b.modified ? -1 : Number(a.modified > b.modified)),
};

/** Folders first, then as asked. */
export function sorted(entries: readonly StoredEntry[], { key, descending }: Order): StoredEntry[] {
  const sign = descending ? -1 : 1;
  return [...entries].sort(
    (a, b) => Number(b.is_folder) - Number(a.is_folder) || sign * compare[key](a, b) || compare.name(a, b),
  );
}
