import type { ClipboardEvent } from "react";
import type { LogReader } from "../log/reader";
import { cutToSelection, selectionIn, type RowSelection } from "./rowSelection";

/** Puts the selected text on the clipboard, with the rows that scrolled out of the page and without line numbers. */
export function copyRows(event: ClipboardEvent, scroller: HTMLElement, reader: LogReader): void {
  const selection = selectionIn(scroller, document.getSelection());
  if (!selection) return;
  event.preventDefault();
  const held = heldText(reader, selection);
  if (held !== null) event.clipboardData.setData("text/plain", held);
  else void copyLater(reader, selection);
}

function heldText(reader: LogReader, selection: RowSelection): string | null {
  const { start, end } = selection;
  if (reader.document.missing(start.row, end.row).length > 0) return null;
  const rows = [];
  for (let row = start.row; row <= end.row; row += 1) rows.push(reader.document.row(row));
  const text = rows.reduce((all, row, at) => `${all}${at > 0 && !row?.folded ? "\n" : ""}${row?.text ?? ""}`, "");
  return cutToSelection(text, rows.at(-1)?.text ?? "", selection);
}

async function copyLater(reader: LogReader, selection: RowSelection): Promise<void> {
  const { start, end } = selection;
  const [text, last] = await Promise.all([reader.textOf(start.row, end.row), reader.textOf(end.row, end.row)]);
  await navigator.clipboard.writeText(cutToSelection(text, last, selection));
}
