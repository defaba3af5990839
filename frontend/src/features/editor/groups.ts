/** The palette's groups and its search. */
import type { Kinds, StepKind } from "@/graph/kinds";

export const GROUPS = ["data", "prepare", "learn", "evaluate", "code"] as const;

export interface KindGroup {
  readonly group: string;
  readonly kinds: readonly StepKind[];
}

/** Kinds in the order of the catalog, each in its group; groups without a kind are left out. */
export function groupKinds(kinds: readonly StepKind[]): KindGroup[] {
  const names = [...GROUPS, ...new Set(kinds.map((kind) => kind.group).filter((name) => !GROUPS.includes(name as never)))];
  return names
    .map((group) => ({ group, kinds: kinds.filter((kind) => kind.group === group) }))
    .filter((each) => each.kinds.length > 0);
}

/** Kinds every word of the query is found in; those whose title begins with it come first. */
export function searchKinds(kinds: Kinds, query: string): StepKind[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = Object.values(kinds).filter((kind) => {
    const text = `${kind.title} ${kind.summary} ${kind.name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = words[0];
  if (first === undefined) return found;
  const rank = ({ title }: StepKind) => (title.toLowerCase().startsWith(first) ? 0 : title.toLowerCase().includes(first) ? 1 : 2);
  return found.sort((one, other) => rank(one) - rank(other));
}
