/** What is selected in a list, and where its cursor is: every change gives a new one. */
export interface FileSelection {
  readonly chosen: ReadonlySet<string>;
  /** Where the keys go on from. */
  readonly cursor: string | null;
  /** The end of a range that stays. */
  readonly anchor: string | null;
}

export const NONE: FileSelection = { chosen: new Set(), cursor: null, anchor: null };

export type Way = "one" | "toggle" | "range";

/** Choose an entry alone, add or take it away, or everything from the anchor to it. `order` is the list as shown. */
export function choose(before: FileSelection, path: string, way: Way, order: readonly string[]): FileSelection {
  if (way === "toggle") {
    const chosen = new Set(before.chosen);
    if (!chosen.delete(path)) chosen.add(path);
    return { chosen, cursor: path, anchor: path };
  }
  if (way === "range" && before.anchor !== null) {
    const ends = [order.indexOf(before.anchor), order.indexOf(path)];
    if (!ends.includes(-1)) {
      return { chosen: new Set(order.slice(Math.min(...ends), Math.max(...ends) + 1)), cursor: path, anchor: before.anchor };
    }
  }
  return { chosen: new Set([path]), cursor: path, anchor: path };
}

/** The row that a key leads to; `null` for keys that lead nowhere. `page` is the number of rows in view. */
export function rowFor(key: string, at: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const target: Partial<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? 0 : at - 1,
    PageDown: Math.max(at, 0) + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const row = target[key];
  return row === undefined ? null : Math.min(Math.max(row, 0), count - 1);
}
