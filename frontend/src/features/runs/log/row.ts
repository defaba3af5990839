/** One row of the viewer, and the writing of text into it at a column. */
import { PLAIN, type Pen } from "./pen";

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly pen: Pen;
}

export type Level = "error" | "warning";

export interface Row {
  /** Offset in the log of the row's first byte. */
  readonly start: number;
  /** Line number, from 1; the rows of one folded line share it. */
  readonly number: number;
  /** True when the row goes on with a line too long for one row. */
  readonly folded: boolean;
  text: string;
  /** Styled parts, ascending and apart; what they leave out is plain. Replaced when they change, never changed. */
  spans: readonly Span[];
  level: Level | null;
}

/** A row with more styled parts than this stays plain from there: a browser cannot hold a million elements. */
const MOST_SPANS = 1_000;

export function emptyRow(start: number, number: number, folded: boolean): Row {
  return { start, number, folded, text: "", spans: [], level: null };
}

/** Writes `text` over the row from `column` (UTF-16 units), as a terminal does. */
export function writeAt(row: Row, column: number, text: string, pen: Pen): void {
  const end = column + text.length;
  if (column === row.text.length) row.text += text;
  else row.text = row.text.padEnd(column).slice(0, column) + text + row.text.slice(end);
  if (row.spans.length === 0 && pen === PLAIN) return;
  paint(row, column, end, pen);
}

/** Blanks the row from `from` to `to`; at the end of the row the text simply gets shorter. */
export function eraseBetween(row: Row, from: number, to: number): void {
  if (from >= row.text.length) return;
  if (to >= row.text.length) row.text = row.text.slice(0, from);
  else row.text = row.text.slice(0, from) + " ".repeat(to - from) + row.text.slice(to);
  row.spans = without(row.spans, from, to);
}

function paint(row: Row, from: number, to: number, pen: Pen): void {
  const last = row.spans.at(-1);
  if (last && last.to === from && last.pen === pen) {
    row.spans = [...row.spans.slice(0, -1), { from: last.from, to, pen }];
    return;
  }
  const others = last && last.to > from ? without(row.spans, from, to) : row.spans;
  if (pen === PLAIN || others.length >= MOST_SPANS) {
    row.spans = others;
    return;
  }
  const place = others.findLastIndex((span) => span.to <= from) + 1;
  row.spans = others.toSpliced(place, 0, { from, to, pen });
}

function without(spans: readonly Span[], from: number, to: number): Span[] {
  return spans.flatMap((span) => {
    if (span.to <= from || span.from >= to) return [span];
    return [
      { ...span, to: Math.min(span.to, from) },
      { ...span, from: Math.max(span.from, to) },
    ].filter((part) => part.from < part.to);
  });
}
