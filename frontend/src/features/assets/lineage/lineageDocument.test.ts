import { expect, it } from "vitest";
import type { Lineage, LineageNode } from "@/api/lineage";
import { lineageDocument, lineageKinds, sliceOf } from "./lineageDocument";
import { focusOf, pageOf, readFocus } from "./places";

const node = (id: string, type: LineageNode["type"] = "step", ref: LineageNode["ref"] = {}): LineageNode => ({
  id, type, title: id, subtitle: `about ${id}`, ref, removed: false,
});
const lineage: Lineage = {
  nodes: ["raw", "clean", "focus", "train", "model", "aside"].map((id) => node(id)),
  edges: [
    { source: "raw", target: "clean" }, { source: "clean", target: "focus" }, { source: "focus", target: "train" },
    { source: "train", target: "model" }, { source: "clean", target: "aside" },
  ],
  focus: "focus",
  truncated: false,
};
const ids = ({ nodes }: Pick<Lineage, "nodes">) => nodes.map(({ id }) => id);

it("follows what a thing was made from, or what came of it, and no side path", () => {
  expect(ids(sliceOf(lineage, "up"))).toEqual(["raw", "clean", "focus"]);
  expect(ids(sliceOf(lineage, "down"))).toEqual(["focus", "train", "model"]);
  expect(ids(sliceOf(lineage, "both"))).toHaveLength(6);
});

it("draws every thing as a card with ports only where edges are", () => {
  const { nodes, edges } = lineageDocument(lineage);
  expect(nodes[0]).toMatchObject({ id: "raw", settings: { about: "about raw" }, inputs: [], outputs: [{ name: "to" }] });
  expect(edges[0]).toMatchObject({ source: { node: "raw", port: "to" }, target: { node: "clean", port: "from" } });
  expect(Object.keys(lineageKinds((type) => type))).toContain("dataset");
});

it("leads from each thing to its page, and to its own lineage", () => {
  expect(pageOf("main", node("d", "dataset", { name: "titanic", version: 2 }))).toBe("/w/main/data/datasets/titanic?version=2");
  expect(pageOf("main", node("o", "output", { run_id: "r", node_id: "train" }))).toBe("/w/main/runs/r?step=train&tab=data");
  expect(pageOf("main", node("f", "file", { datastore: "s", path: "a/b.csv" }))).toBe("/w/main/data/s?path=a%2F&file=a%2Fb.csv");
  expect(focusOf(node("s", "step", { run_id: "r" }))).toBeNull();
  expect(readFocus(new URLSearchParams("model=churn&version=3"))).toEqual({ model: "churn", version: "3" });
  expect(readFocus(new URLSearchParams())).toBeNull();
});
