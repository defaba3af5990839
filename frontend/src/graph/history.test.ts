import { expect, it } from "vitest";
import { EMPTY_DOCUMENT } from "./document";
import { addNote, renameNode } from "./edit";
import { record, redo, startHistory, undo } from "./history";

const note = { id: "t", text: "", position: { x: 0, y: 0 }, size: { width: 1, height: 1 } };
const one = addNote(EMPTY_DOCUMENT, note);
const two = addNote(one, { ...note, id: "u" });
const three = addNote(two, { ...note, id: "v" });

it("edits with one label in quick succession are undone together", () => {
  const first = record(startHistory(EMPTY_DOCUMENT), one, "typing", 0);
  const history = record(record(first, two, "typing", 500), three, "typing", 1200);

  expect(undo(history).present).toBe(EMPTY_DOCUMENT);
});

it("a pause, another label or an undo in between begins a new step", () => {
  const start = record(startHistory(EMPTY_DOCUMENT), one, "typing", 0);

  expect(undo(record(start, two, "typing", 5000)).present).toBe(one);
  expect(undo(record(start, two, "moving", 10)).present).toBe(one);
  expect(undo(record(undo(record(start, two, "typing", 5000)), three, "typing", 5010)).present).toBe(one);
});

it("a new edit after an undo forgets what was undone", () => {
  const history = record(undo(record(startHistory(EMPTY_DOCUMENT), one, null, 0)), two, null, 1);

  expect(redo(history)).toBe(history);
});

it("an edit that changes nothing makes no step", () => {
  const history = startHistory(EMPTY_DOCUMENT);

  expect(record(history, EMPTY_DOCUMENT, null, 0)).toBe(history);
  expect(undo(history)).toBe(history);
  expect(renameNode(EMPTY_DOCUMENT, "nobody", "x").nodes).toBe(EMPTY_DOCUMENT.nodes);
});
