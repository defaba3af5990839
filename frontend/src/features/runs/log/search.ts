/** Finding text in a log: what is held is searched here, what is not by the server; every matching row counts once. */
import type { Chapter, LogDocument } from "./document";

export interface Query {
  readonly text: string;
  readonly regex: boolean;
}

export type Matcher = (text: string) => [from: number, to: number][];

/** How many parts of one row are marked; the row counts as one match anyway. */
const MARKED = 100;

/** Finds a query in a row's text, or null when it is no regular expression. Small letters find capitals too. */
export function matcherOf(query: Query): Matcher | null {
  const source = query.regex ? query.text : query.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, ignoresCase(query) ? "giu" : "gu");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return (text) => {
    const found: [number, number][] = [];
    for (const match of text.matchAll(pattern)) {
      if (match[0] !== "") found.push([match.index, match.index + match[0].length]);
      if (found.length === MARKED) break;
    }
    return found;
  };
}

export function ignoresCase(query: Query): boolean {
  return query.text === query.text.toLowerCase();
}

export interface Match {
  readonly offset: number;
  /** Row, or near it while the text around is not held. */
  readonly row: number;
}

/** Rows looked through between two looks at the clock. */
const STRIDE = 500;

export class Search {
  /** Ascending. */
  matches: Match[] = [];
  /** Parts of the log that only the server can search. */
  readonly gaps: Chapter[] = [];
  private answered = 0;
  private next = 0;

  constructor(
    private readonly document: LogDocument,
    readonly find: Matcher,
  ) {}

  /** Looks through what has come since, for at most `budget` milliseconds; true when nothing is left for now. */
  step(budget: number, now: () => number = () => performance.now()): boolean {
    const until = now() + budget;
    const end = this.document.rowCount - (this.document.ended ? 0 : 1);
    while (this.next < end) {
      const stop = Math.min(end, this.next + STRIDE);
      while (this.next < stop) this.lookAt(this.next);
      if (now() >= until) return this.next >= end;
    }
    return true;
  }

  /** The gaps that the server has not been heard about. */
  get open(): readonly Chapter[] {
    return this.gaps.slice(this.answered);
  }

  /** Takes what the server found in gaps that were open; offsets of rows, ascending. */
  add(offsets: readonly number[], gaps: readonly Chapter[]): void {
    this.answered += gaps.length;
    const found = offsets
      .filter((offset) => gaps.some(({ from, to }) => from.offset <= offset && offset < to.offset))
      .map((offset) => ({ offset, row: this.document.rowOfOffset(offset) }));
    this.matches = [...this.matches, ...found].sort((one, other) => one.offset - other.offset);
  }

  private lookAt(index: number): void {
    const row = this.document.row(index);
    if (row) {
      if (this.find(row.text).length > 0) this.matches.push({ offset: row.start, row: index });
      this.next += 1;
      return;
    }
    const [gap] = this.document.missing(index, index);
    if (gap) this.gaps.push(gap);
    this.next = gap ? gap.to.row : index + 1;
  }
}
