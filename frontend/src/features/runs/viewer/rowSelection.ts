/** A text selection in the log, told in rows and columns: it may cross rows that are not on the page. */
export interface Caret {
  readonly row: number;
  readonly column: number;
}

export interface RowSelection {
  readonly start: Caret;
  readonly end: Caret;
}

/** The selection inside `scroller`, or null when there is none. */
export function selectionIn(scroller: HTMLElement, selection: Selection | null): RowSelection | null {
  if (!selection || selection.isCollapsed || !selection.anchorNode || !selection.focusNode) return null;
  const anchor = caretOf(scroller, selection.anchorNode, selection.anchorOffset);
  const focus = caretOf(scroller, selection.focusNode, selection.focusOffset);
  if (!anchor || !focus) return null;
  const isForward = anchor.row < focus.row || (anchor.row === focus.row && anchor.column <= focus.column);
  return isForward ? { start: anchor, end: focus } : { start: focus, end: anchor };
}

function caretOf(scroller: HTMLElement, node: Node, offset: number): Caret | null {
  const element = node instanceof Element ? node : node.parentElement;
  const rowElement = element?.closest<HTMLElement>("[data-row]");
  if (!rowElement || !scroller.contains(rowElement)) return null;
  const text = rowElement.lastElementChild;
  const row = Number(rowElement.dataset.row);
  if (!text?.contains(node)) return { row, column: 0 };
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(node, offset);
  return { row, column: before.toString().length };
}

/** The selected part of the text of the rows from start to end: `textOf` gives whole rows. */
export function cutToSelection(text: string, lastRow: string, { start, end }: RowSelection): string {
  const tail = Math.max(0, lastRow.length - end.column);
  return text.slice(start.column, text.length - tail);
}
