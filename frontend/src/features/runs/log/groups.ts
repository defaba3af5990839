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

/** Which rows are hidden by closed groups, and where the others stand. */
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
    for (const group of groups) {
      if (!closed.has(group.row) || group.row < reached) continue;
      const from = group.row + 1;
      const to = Math.min(rows, group.end === null ? rows : group.end + 1);
      if (to <= from) continue;
      this.hidden.push({ from, to, before });
      before += to - from;
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

  /** The closed group that hides a row: its title's row. */
  hiding(row: number): number | null {
    const range = this.hidden.find(({ from, to }) => from <= row && row < to);
    return range ? range.from - 1 : null;
  }
}
