import { isGroupEnd, type Groups } from "../log/groups";
import { lastAtMost } from "../log/document";

interface GroupLook {
  group: { isOpen: boolean; title: string; lines: number } | null;
  /** How many sections the row is in. */
  depth: number;
}

const OUTSIDE: GroupLook = { group: null, depth: 0 };

/** How a row stands to the sections: a title, inside of some, or outside. */
export function groupAt(groups: Groups, row: number, closed: ReadonlySet<number>, text: string | undefined): GroupLook {
  const { all } = groups;
  let at = lastAtMost(all, row, (group) => group.row);
  const nearest = all[at];
  if (!nearest) return OUTSIDE;
  if (nearest.row === row) {
    const lines = Math.max(0, (nearest.end ?? row) - row - 1);
    return { group: { isOpen: !closed.has(row), title: nearest.title, lines }, depth: nearest.depth };
  }
  // Walks out of sections that ended before the row; they nest, so the first that holds it is the innermost.
  while (at >= 0 && (all[at]?.end ?? Infinity) < row && (all[at]?.depth ?? 0) > 0) at -= 1;
  const holder = all[at];
  if (!holder || (holder.end ?? Infinity) < row) return OUTSIDE;
  const isEnd = text !== undefined && isGroupEnd(text);
  return { group: null, depth: holder.depth + (isEnd ? 0 : 1) };
}
