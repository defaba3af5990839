import { expect, it } from "vitest";
import { cutToSelection, selectionIn } from "./rowSelection";

function logOf(rows: readonly string[]): HTMLElement {
  const scroller = document.createElement("div");
  rows.forEach((text, row) => {
    const element = document.createElement("div");
    element.dataset.row = String(row);
    const number = document.createElement("button");
    number.append(String(row + 1));
    const words = document.createElement("span");
    // Colours cut a row into several elements.
    for (const part of text.split("|")) {
      const span = document.createElement("span");
      span.append(part);
      words.append(span);
    }
    element.append(number, words);
    scroller.append(element);
  });
  document.body.append(scroller);
  return scroller;
}

const textIn = (scroller: HTMLElement, row: number, part: number): Node => {
  const node = scroller.children[row]?.lastElementChild?.children[part]?.firstChild;
  if (!node) throw new Error("no such text");
  return node;
};

it("tells a selection in rows and columns, across colours and in either direction", () => {
  const scroller = logOf(["first| row", "second", "third"]);
  const selection = document.getSelection();
  selection?.setBaseAndExtent(textIn(scroller, 2, 0), 2, textIn(scroller, 0, 1), 1);
  expect(selectionIn(scroller, selection)).toEqual({ start: { row: 0, column: 6 }, end: { row: 2, column: 2 } });
});

it("is nothing outside of the log, or when nothing is selected", () => {
  const scroller = logOf(["a"]);
  const selection = document.getSelection();
  selection?.removeAllRanges();
  expect(selectionIn(scroller, selection)).toBeNull();
});

it("cuts whole rows to what is selected", () => {
  const selection = { start: { row: 0, column: 6 }, end: { row: 2, column: 2 } };
  expect(cutToSelection("first row\nsecond\nthird", "third", selection)).toBe("row\nsecond\nth");
});
