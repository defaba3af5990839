import { expect, it } from "vitest";
import kinds from "../../../tests/contract/kinds.json";
import { fragmentOf, fromText, pasteFragment, toText } from "./clipboard";
import { EMPTY_DOCUMENT, type GraphNode, type PipelineDocument } from "./document";
import type { Kinds } from "./kinds";

const catalog = kinds as unknown as Kinds;
const node = (id: string, kind: string): GraphNode => ({
  id, kind, kind_version: "1", title: id, settings: {}, source: null, inputs: [], outputs: [],
  position: { x: 0, y: 0 }, comment: "",
});
const document: PipelineDocument = {
  ...EMPTY_DOCUMENT,
  nodes: [node("read", "import_data"), node("clean", "clean_missing_data")],
  edges: [{ id: "e", kind: "data", source: { node: "read", port: "table" }, target: { node: "clean", port: "table" } }],
};
let made = 0;
const makeId = () => `id${made++}`;

it("a pasted step keeps its incoming edge while the source is still there", () => {
  const fragment = fragmentOf(document, ["clean"]);

  const pasted = pasteFragment(document, fragment, catalog, { x: 8, y: 8 }, makeId);

  const [copy] = pasted.nodes;
  expect(pasted.document.edges.at(-1)).toMatchObject({
    source: { node: "read", port: "table" },
    target: { node: copy, port: "table" },
  });
});

it("in a pipeline without the source the edge is left out", () => {
  const fragment = fragmentOf(document, ["clean"]);

  expect(pasteFragment(EMPTY_DOCUMENT, fragment, catalog, { x: 0, y: 0 }, makeId).document.edges).toEqual([]);
});

it.each(["", "hello", "{", '{"studio": "pipeline-part"}', '{"studio": "pipeline-part", "part": {"schema": 2}}', "[1]"])(
  "text that is no part of a pipeline is not pasted: %s",
  (text) => {
    expect(fromText(text)).toBeNull();
  },
);

it("a part survives the clipboard", () => {
  const fragment = fragmentOf(document, ["read", "clean"]);

  expect(fromText(toText(fragment))).toEqual(fragment);
});
