/** Sections of a log: `::group::title` … `::endgroup::`, as CI systems write them; they nest and may stay open. */

export interface Group {
  /** Row of the title. */
  readonly row: number;
  readonly title: string;
  readonly depth: number;
  /** Row of the end mark; null while the section is open. */
  end: number | null;
}

const BEGIN = /^(?:::group::|##\[group\])(.*)$/;
const END = /^(?:::endgroup::|##\[endgroup\])\s*$/;

export function groupTitle(text: string): string | null {
  return BEGIN.exec(text)?.[1]?.trim() ?? null;
}

export function isGroupEnd(text: string): boolean {
  return END.test(text);
}

export class Groups {
  readonly all: Group[] = [];
  private readonly open: Group[] = [];
  private seen = -1;

  /** Rows come in order; a row that was redrawn is not read again. */
  read(row: number, text: string): void {
    if (row <= this.seen) return;
    this.seen = row;
    if (!text.startsWith("::") && !text.startsWith("##")) return;
    const title = groupTitle(text);
    if (title !== null) {
      const group: Group = { row, title, depth: this.open.length, end: null };
      this.all.push(group);
      this.open.push(group);
    } else if (isGroupEnd(text)) {
      const group = this.open.pop();
      if (group) group.end = row;
    }
  }
}

/** Which rows are not shown, and where the others stand. */
export class Folding {
  private readonly hidden: { from: number; to: number; before: number }[] = [];

  /** `closed` holds the title rows of the groups that are folded away; `rows` is how many rows the log has. */
  constructor(
    groups: readonly Group[],
    closed: ReadonlySet<number>,
    private readonly rows: number,
  ) {
    let before = 0;
    let reached = 0;
    for (const { from, to } of hiddenRanges(groups, closed, rows)) {
      const start = Math.max(from, reached);
      if (to <= start) continue;
      const last = this.hidden.at(-1);
      if (last && last.to === start) last.to = to;
      else this.hidden.push({ from: start, to, before });
      before += to - start;
      reached = to;
    }
  }

  get count(): number {
    const last = this.hidden.at(-1);
    return last ? this.rows - last.before - (last.to - last.from) : this.rows;
  }

  /** Row of the log at a place of the view. */
  rowAt(place: number): number {
    let skipped = 0;
    for (const range of this.hidden) {
      if (place + range.before < range.from) break;
      skipped = range.before + range.to - range.from;
    }
    return place + skipped;
  }

  /** Place in the view of a row, or of its group's title when the row is folded away. */
  placeOf(row: number): number {
    let skipped = 0;
    for (const range of this.hidden) {
      if (row < range.from) break;
      if (row < range.to) return range.from - 1 - range.before;
      skipped = range.before + range.to - range.from;
    }
    return row - skipped;
  }

  /** Whether the row is folded away. */
  hides(row: number): boolean {
    return this.hidden.some(({ from, to }) => from <= row && row < to);
  }
}

/** The insides of closed groups, and the end marks of all: a mark is no line of the log. By their beginning. */
function hiddenRanges(
  groups: readonly Group[],
  closed: ReadonlySet<number>,
  rows: number,
): { from: number; to: number }[] {
  return groups
    .flatMap(({ row, end }) => {
      if (closed.has(row)) return [{ from: row + 1, to: Math.min(rows, end === null ? rows : end + 1) }];
      return end === null ? [] : [{ from: end, to: end + 1 }];
    })
    .sort((one, other) => one.from - other.from);
}
