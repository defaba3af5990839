/**
 * A terminal for logs: bytes in, rows out.
 *
 * It prints, returns, moves up and erases as a terminal does, so that a progress bar is one row however often it
 * was redrawn; nothing a log contains can move above the last `SCREEN` rows or above a cut. Rows depend on the bytes
 * alone, never on how these were cut into pieces: a part of a log that is read again gives the same rows again.
 */
import { endsInsideCharacter } from "./utf8";
import { levelOf } from "./levels";
import { PLAIN, withGraphics, withLink, type Pen } from "./pen";
import { emptyRow, eraseBetween, writeAt, type Level, type Row } from "./row";
import { SPECIAL, tokenise, type Token } from "./tokens";

/** How far up, in rows, a cursor may go. */
export const SCREEN = 200;
/** A line goes on in a further row after this many bytes. */
export const FOLD = 65_536;
/** Redrawn bars make many bytes of few characters; only a row that is really long folds. */
const FOLD_TEXT = FOLD / 2;
/** A cursor may be sent this far to the right of the text, in columns: ten bytes must not cost a megabyte. */
const MARGIN = 512;
const CUT_ROWS = 1_000;
const CUT_BYTES = 262_144;
/** A cut is certain once the log has gone this far beyond it, in bytes, whatever the cursor does. */
const CERTAIN_BYTES = 1_048_576;

/** Where reading can begin: a row's first byte and everything that carries over to it. */
export interface Mark {
  readonly row: number;
  readonly offset: number;
  readonly number: number;
  readonly folded: boolean;
  readonly pen: Pen;
}

export const BEGINNING: Mark = { row: 0, offset: 0, number: 1, folded: false, pen: PLAIN };

/** Rows that nothing can change any more, with the mark they begin at and the one that follows them. */
export interface Page {
  readonly from: Mark;
  readonly to: Mark;
  readonly rows: Row[];
}

export interface Listener {
  /** A row was finished or, after a move up, finished anew. */
  finished?(row: number, level: Level | null, text: string): void;
}

const LINE_FEED = 10;

export class Terminal {
  /** The rows from `from` on. The last is where the cursor would be after the last line feed: often still empty. */
  rows: Row[];
  offset: number;
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  private unfinished = "";
  private row = 0;
  private column = 0;
  private pen: Pen;
  private foldAt: number;
  private trail = new Uint8Array(0);
  private cut: Mark | null = null;

  constructor(
    private from: Mark = BEGINNING,
    private readonly listener: Listener = {},
  ) {
    this.offset = from.offset;
    this.pen = from.pen;
    this.rows = [emptyRow(from.offset, from.number, from.folded)];
    this.foldAt = from.offset + FOLD;
  }

  /** Index in the log of the first of `rows`. */
  get firstRow(): number {
    return this.from.row;
  }

  /** Takes the bytes that follow those taken before. */
  feed(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const end = Math.min(bytes.length, at + this.foldAt - this.offset);
      this.take(bytes.subarray(at, end));
      at = end;
      if (this.offset === this.foldAt) this.fold();
    }
  }

  /** No more bytes will come: what was held back is text. */
  finish(): void {
    this.print(this.unfinished + this.decoder.decode(), true);
    this.unfinished = "";
    this.leave();
  }

  /** The rows that are certain by now, taken out of the terminal; null when there are none yet. */
  takePage(): Page | null {
    const to = this.cut;
    if (to === null) return null;
    const beyond = this.from.row + this.rows.length - 1 - to.row;
    if (beyond < SCREEN && this.offset - to.offset < CERTAIN_BYTES) return null;
    const page = { from: this.from, to, rows: this.rows.splice(0, to.row - this.from.row) };
    this.row -= page.rows.length;
    this.from = to;
    this.cut = null;
    return page;
  }

  private take(piece: Uint8Array): void {
    const text = this.unfinished + this.decoder.decode(piece, { stream: true });
    const plain = !SPECIAL.test(text);
    let written = 0;
    let feedAt = piece.indexOf(LINE_FEED);
    while (feedAt >= 0) {
      const end = text.indexOf("\n", written);
      this.printLine(text.slice(written, end), plain);
      this.lineFeed(this.offset + feedAt + 1);
      written = end + 1;
      feedAt = piece.indexOf(LINE_FEED, feedAt + 1);
    }
    this.unfinished = plain ? this.put(text.slice(written)) : this.print(text.slice(written), false);
    this.offset += piece.length;
    this.trail = piece.length >= 3 ? piece.slice(-3) : new Uint8Array([...this.trail, ...piece].slice(-3));
  }

  private printLine(line: string, plain: boolean): void {
    if (plain) this.put(line);
    else this.print(line, true);
  }

  private print(text: string, complete: boolean): string {
    if (!SPECIAL.test(text)) return this.put(text);
    const { tokens, rest } = tokenise(text, complete);
    for (const token of tokens) this.obey(token);
    return rest;
  }

  private put(text: string): "" {
    if (text !== "") writeAt(this.current, this.column, text, this.pen);
    this.column += text.length;
    return "";
  }

  private get current(): Row {
    const row = this.rows[this.row];
    if (!row) throw new RangeError(`the terminal has no row ${this.row}`);
    return row;
  }

  private obey(token: Token): void {
    switch (token.kind) {
      case "text":
        this.put(token.text);
        break;
      case "return":
        this.column = 0;
        break;
      case "backspace":
        this.column = Math.max(0, this.column - 1);
        break;
      case "graphics":
        this.pen = withGraphics(this.pen, token.parameters);
        break;
      case "link":
        this.pen = withLink(this.pen, token.target);
        break;
      case "move":
        this.move(token.rows, token.toStart ? 0 : this.column + token.columns);
        break;
      case "column":
        this.move(0, token.column);
        break;
      case "eraseLine":
        this.eraseLine(token.part);
        break;
      case "eraseBelow":
        this.eraseLine("end");
        for (const row of this.rows.slice(this.row + 1)) eraseBetween(row, 0, row.text.length);
    }
  }

  private eraseLine(part: "end" | "start" | "all"): void {
    const row = this.current;
    eraseBetween(row, part === "end" ? this.column : 0, part === "start" ? this.column : row.text.length);
  }

  private move(rows: number, column: number): void {
    if (rows !== 0) this.leave();
    const bottom = this.rows.length - 1;
    const highest = Math.max(0, bottom - SCREEN + 1);
    this.row = Math.min(bottom, Math.max(highest, this.row + rows));
    this.column = Math.min(Math.max(0, column), Math.max(this.current.text.length, MARGIN));
    if (this.cut && this.from.row + this.row < this.cut.row) this.cut = null;
  }

  private lineFeed(next: number): void {
    this.leave();
    this.column = 0;
    this.row += 1;
    if (this.row === this.rows.length) this.addRow(next, this.rows[this.row - 1], false);
  }

  private addRow(start: number, above: Row | undefined, folded: boolean): void {
    const number = (above?.number ?? 0) + (folded ? 0 : 1);
    this.rows.push(emptyRow(start, number, folded));
    this.foldAt = start + FOLD;
    if (this.cut) return;
    if (this.rows.length > CUT_ROWS || start - this.from.offset >= CUT_BYTES) {
      const row = this.from.row + this.rows.length - 1;
      this.cut = { row, offset: start, number, folded, pen: this.pen };
    }
  }

  private fold(): void {
    const atBottom = this.row === this.rows.length - 1;
    if (!atBottom || this.current.text.length < FOLD_TEXT) {
      this.foldAt += FOLD;
    } else if (this.unfinished !== "" || endsInsideCharacter(this.trail)) {
      this.foldAt += 1;
    } else {
      this.leave();
      this.addRow(this.offset, this.current, true);
      this.row += 1;
      this.column = 0;
    }
  }

  private leave(): void {
    const row = this.current;
    row.level = levelOf(row.text);
    this.listener.finished?.(this.from.row + this.row, row.level, row.text);
  }
}
