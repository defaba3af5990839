import { expect, it } from "vitest";
import { difference } from "./diff";
import { EMPTY_DOCUMENT, type GraphNode, type PipelineDocument } from "./document";
import * as edit from "./edit";

const node = (id: string, title: string): GraphNode => ({
  id, kind: "PythonScriptStep", kind_version: "1", title, settings: { lr: 1 }, source: {}, inputs: [], outputs: [],
  position: { x: 0, y: 0 }, comment: "",
});
const before: PipelineDocument = { ...EMPTY_DOCUMENT, nodes: [node("a", "Prepare"), node("b", "Train")] };
const edge = { id: "e", kind: "run_after", source: { node: "a", port: "" }, target: { node: "b", port: "" } } as const;

it.each([
  ["a step added", edit.addNode(before, node("c", "Score")), { code: "step_added", step: "Score" }],
  ["a step removed", edit.removeNodes(before, ["b"]), { code: "step_removed", step: "Train" }],
  ["a step renamed", edit.renameNode(before, "a", "Clean"), { code: "step_renamed", step: "Prepare", to: "Clean" }],
  ["a setting", edit.setSetting(before, "b", "lr", 2), { code: "settings_changed", step: "Train", names: ["lr"] }],
  ["a file", edit.setSourceFile(before, "a", "x.py", { sha256: "0", size: 1 }), { code: "files_changed", step: "Prepare", names: ["x.py"] }],
  ["an edge", edit.connect(before, edge), { code: "edge_added", from: "Prepare", to: "Train" }],
  ["a place", edit.moveNodes(before, { a: { x: 8, y: 0 } }), { code: "step_moved", step: "Prepare" }],
  ["a parameter", edit.addParameter(before, { name: "k", type: "int", default: 1, description: "" }), { code: "parameter_added", name: "k" }],
])("tells %s in words of the user", (_, after, change) => {
  expect(difference(before, after)).toEqual([change]);
});
