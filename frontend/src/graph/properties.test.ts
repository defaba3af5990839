/** What must hold for any sequence of edits. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { fromText, pasteFragment, toText, fragmentOf } from "./clipboard";
import { difference, sameDocument } from "./diff";
import { EMPTY_DOCUMENT, type GraphNode, type Json, type PipelineDocument } from "./document";
import * as edit from "./edit";
import { record, redo, startHistory, undo } from "./history";

type Edit = (document: PipelineDocument) => PipelineDocument;

const id = fc.constantFrom("a", "b", "c", "d");
const name = fc.constantFrom("raw", "clean", "lr", "model");
const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) });

const node: fc.Arbitrary<GraphNode> = fc.record({
  id,
  kind: fc.constantFrom("PythonScriptStep", "Data"),
  kind_version: fc.constant("1"),
  title: fc.string(),
  settings: fc.dictionary(name, fc.oneof(fc.string(), fc.integer(), fc.boolean(), name.map(($parameter) => ({ $parameter })))),
  source: fc.constant({ "a.py": { sha256: "0".repeat(64), size: 1 } }),
  inputs: fc.array(fc.record({ name, type: fc.constant("any" as const), optional: fc.boolean() }), { maxLength: 2 }),
  outputs: fc.array(fc.record({ name, type: fc.constant("any" as const) }), { maxLength: 2 }),
  position: place,
  comment: fc.string(),
});

const anEdit: fc.Arbitrary<Edit> = fc.oneof(
  // Ids are made unique by whoever makes them.
  node.map((added): Edit => (document) =>
    document.nodes.some((each) => each.id === added.id) ? document : edit.addNode(document, added)),
  id.map((gone): Edit => (document) => edit.removeNodes(document, [gone])),
  fc.tuple(id, place).map(([moved, to]): Edit => (document) => edit.moveNodes(document, { [moved]: to })),
  fc.tuple(id, fc.string()).map(([which, title]): Edit => (document) => edit.renameNode(document, which, title)),
  fc.tuple(id, name, fc.jsonValue()).map(([which, key, value]): Edit =>
    (document) => edit.setSetting(document, which, key, value as Json)),
  fc.tuple(id, name).map(([which, key]): Edit => (document) => edit.unsetSetting(document, which, key)),
  fc.tuple(id, name, id, name).map(([from, out, to, into]): Edit => (document) =>
    edit.connect(document, {
      id: `${from}${out}${to}${into}${document.edges.length}`,
      kind: "data",
      source: { node: from, port: out },
      target: { node: to, port: into },
    })),
  fc.tuple(id, name, name).map(([which, from, to]): Edit => (document) =>
    edit.changePort(document, which, "input", from, { name: to, type: "table", optional: true })),
  fc.tuple(id, name).map(([which, port]): Edit => (document) => edit.removePort(document, which, "output", port)),
  fc.tuple(id, fc.string({ minLength: 1 })).map(([which, to]): Edit => (document) =>
    edit.renameSourceFile(document, which, "a.py", to)),
  name.map((parameter): Edit => (document) =>
    edit.addParameter(document, { name: parameter, type: "int", default: 1, description: "" })),
  name.map((parameter): Edit => (document) => edit.removeParameter(document, parameter)),
  fc.tuple(id, place).map(([note, position]): Edit => (document) =>
    document.notes.some((each) => each.id === note) ? document : edit.addNote(document, { id: note, text: "", position, size: { width: 100, height: 50 } })),
);

it("undoing every edit gives back the document, and redoing every one gives back the last", () => {
  fc.assert(
    fc.property(fc.array(anEdit, { maxLength: 40 }), (edits) => {
      const untouched = structuredClone(EMPTY_DOCUMENT);
      let history = startHistory(EMPTY_DOCUMENT);
      for (const apply of edits) history = record(history, apply(history.present), null, 0);
      const last = history.present;

      let back = history;
      while (back.past.length > 0) back = undo(back);
      expect(back.present).toBe(EMPTY_DOCUMENT);
      expect(EMPTY_DOCUMENT).toEqual(untouched);

      while (back.future.length > 0) back = redo(back);
      expect(back.present).toBe(last);
    }),
  );
});

it("an edit never changes the document it was given", () => {
  fc.assert(
    fc.property(fc.array(anEdit, { maxLength: 20 }), anEdit, (edits, apply) => {
      const document = edits.reduce((grown, next) => next(grown), EMPTY_DOCUMENT);
      const before = structuredClone(document);
      apply(document);
      expect(document).toEqual(before);
    }),
  );
});

it("what is copied as text and pasted into an empty pipeline is the same part under other ids", () => {
  fc.assert(
    fc.property(fc.array(node, { maxLength: 4 }), (nodes) => {
      const distinct = nodes.filter(({ id: one }, at) => nodes.findIndex((other) => other.id === one) === at);
      const document = distinct.reduce(edit.addNode, EMPTY_DOCUMENT);
      const text = toText(fragmentOf(document, distinct.map((each) => each.id)));
      const fragment = fromText(text);
      if (!fragment) throw new Error("not read back");
      let count = 0;
      const pasted = pasteFragment(EMPTY_DOCUMENT, fragment, {}, { x: 0, y: 0 }, () => `new${count++}`);

      const back = { ...pasted.document, nodes: pasted.document.nodes.map((each, at) => ({ ...each, id: distinct[at]?.id ?? "" })) };
      expect(sameDocument(back, document)).toBe(true);
    }),
  );
});

it("two documents without a difference are the same, and the same documents have no difference", () => {
  fc.assert(
    fc.property(fc.array(anEdit, { maxLength: 15 }), (edits) => {
      const document = edits.reduce((grown, next) => next(grown), EMPTY_DOCUMENT);
      expect(difference(document, structuredClone(document))).toEqual([]);
      expect(sameDocument(document, structuredClone(document))).toBe(true);
    }),
  );
});
