/**
 * A log as its viewer holds it: all of its shape, some of its text.
 *
 * Finished pages keep where they begin and how many rows they have; their text is let go when the log outgrows the
 * window and read again, by HTTP range, when somebody looks there.
 */
import { Groups } from "./groups";
import type { Level, Row } from "./row";
import { BEGINNING, Terminal, type Mark, type Page } from "./terminal";

/** How much text is held, in characters. */
export const WINDOW = 16 * 1024 * 1024;

/** Bytes between two looks at whether a chapter is finished. */
const PIECE = 65_536;

export interface Chapter {
  readonly from: Mark;
  readonly to: Mark;
  /** Null while the text is not held. */
  rows: Row[] | null;
  size: number;
}

export class LogDocument {
  readonly groups = new Groups();
  readonly errors = new RowList();
  readonly warnings = new RowList();
  /** Finished parts, in order, without gaps; the terminal's rows follow them. */
  readonly chapters: Chapter[] = [];
  ended = false;
  /** Grows with every change. */
  version = 0;
  private held = 0;
  private readonly terminal: Terminal;

  constructor(private readonly window: number = WINDOW) {
    this.terminal = new Terminal(BEGINNING, {
      finished: (row, level, text) => {
        this.note(row, level, text);
      },
    });
  }

  /** Bytes taken so far; the next byte wanted is at this offset. */
  get size(): number {
    return this.terminal.offset;
  }

  get rowCount(): number {
    const { rows, firstRow, offset } = this.terminal;
    const last = rows.at(-1);
    const blank = last !== undefined && last.text === "" && last.start === offset;
    return firstRow + rows.length - (blank ? 1 : 0);
  }

  get lineCount(): number {
    return this.rowCount === 0 ? 0 : (this.row(this.rowCount - 1)?.number ?? 0);
  }

  /** Whether all text is held. */
  get whole(): boolean {
    return this.chapters.every((chapter) => chapter.rows !== null);
  }

  /** Takes the bytes that follow; `focus` is the row being looked at, whose surroundings are kept. */
  append(bytes: Uint8Array, focus: number): void {
    for (let at = 0; at < bytes.length; at += PIECE) {
      this.terminal.feed(bytes.subarray(at, at + PIECE));
      const page = this.terminal.takePage();
      if (page) this.keep(page);
    }
    this.trim(focus);
    this.version += 1;
  }

  end(): void {
    if (this.ended) return;
    this.terminal.finish();
    this.ended = true;
    this.version += 1;
  }

  /** The row, or undefined while its text is not held. */
  row(index: number): Row | undefined {
    if (index >= this.terminal.firstRow) return this.terminal.rows[index - this.terminal.firstRow];
    const chapter = this.chapterAt((mark) => mark.row, index);
    return chapter?.rows?.[index - chapter.from.row];
  }

  /** Chapters between two rows whose text is not held. */
  missing(from: number, to: number): Chapter[] {
    return this.chapters.filter((chapter) => chapter.rows === null && chapter.from.row <= to && chapter.to.row > from);
  }

  /** Gives a chapter its rows back. */
  restore(chapter: Chapter, rows: Row[], focus: number): void {
    if (chapter.rows !== null) return;
    chapter.rows = rows;
    this.held += chapter.size;
    this.trim(focus);
    this.version += 1;
  }

  /** Row in which the byte at `offset` stands; near it while the text is not held. */
  rowOfOffset(offset: number): number {
    return this.find(
      offset,
      (mark) => mark.offset,
      (row) => row.start,
    );
  }

  /** First row of a line, by its number. */
  rowOfNumber(number: number): number {
    let row = this.find(
      number,
      (mark) => mark.number,
      (held) => held.number,
    );
    while (row > 0 && this.row(row)?.folded === true) row -= 1;
    return row;
  }

  private find(value: number, ofMark: (mark: Mark) => number, ofRow: (row: Row) => number): number {
    const last = Math.max(0, this.rowCount - 1);
    const chapter = this.chapterAt(ofMark, value);
    const rows = chapter ? chapter.rows : this.terminal.rows;
    const first = chapter ? chapter.from.row : this.terminal.firstRow;
    if (rows) return Math.min(last, first + Math.max(0, lastAtMost(rows, value, ofRow)));
    if (!chapter) return last;
    const share = (value - ofMark(chapter.from)) / Math.max(1, ofMark(chapter.to) - ofMark(chapter.from));
    return Math.min(chapter.to.row - 1, Math.floor(first + share * (chapter.to.row - first)));
  }

  private chapterAt(ofMark: (mark: Mark) => number, value: number): Chapter | undefined {
    const at = lastAtMost(this.chapters, value, (chapter) => ofMark(chapter.from));
    const chapter = this.chapters[Math.max(0, at)];
    return chapter && ofMark(chapter.to) > value ? chapter : undefined;
  }

  private keep(page: Page): void {
    const size = page.rows.reduce((sum, row) => sum + row.text.length + 64 * (row.spans.length + 1), 0);
    this.chapters.push({ ...page, size });
    this.held += size;
  }

  /** Lets go the text farthest from `focus` until the rest fits the window. */
  private trim(focus: number): void {
    while (this.held > this.window) {
      const first = this.chapters.find((chapter) => chapter.rows !== null);
      const last = this.chapters.findLast((chapter) => chapter.rows !== null);
      if (!first || !last) return;
      const farthest = focus - first.to.row > last.from.row - focus ? first : last;
      farthest.rows = null;
      this.held -= farthest.size;
    }
  }

  private note(row: number, level: Level | null, text: string): void {
    this.groups.read(row, text);
    this.errors.set(row, level === "error");
    this.warnings.set(row, level === "warning");
  }
}

/** Ascending row numbers. */
export class RowList {
  readonly rows: number[] = [];

  set(row: number, isIn: boolean): void {
    const last = this.rows.at(-1);
    if (last === undefined || last < row) {
      if (isIn) this.rows.push(row);
      return;
    }
    const at = lastAtMost(this.rows, row, (value) => value);
    const present = this.rows[at] === row;
    if (isIn && !present) this.rows.splice(at + 1, 0, row);
    if (!isIn && present) this.rows.splice(at, 1);
  }

  /** The next one after `row`, going round at the end. */
  after(row: number): number | null {
    return this.rows[lastAtMost(this.rows, row, (value) => value) + 1] ?? this.rows[0] ?? null;
  }

  before(row: number): number | null {
    return this.rows[lastAtMost(this.rows, row - 1, (value) => value)] ?? this.rows.at(-1) ?? null;
  }
}

/** Index of the last item whose value is at most `value`; -1 when there is none. Values ascend. */
export function lastAtMost<Item>(items: readonly Item[], value: number, valueOf: (item: Item) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && valueOf(item) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
