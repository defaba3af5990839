import { describe, expect, it } from "vitest";
import ELK from "elkjs/lib/elk.bundled.js";
import kindsJson from "../../../tests/contract/kinds.json";
import { EMPTY_DOCUMENT, type GraphNode, type PipelineDocument } from "@/graph/document";
import type { Kinds } from "@/graph/kinds";
import { elkGraph, positionsOf } from "./elkGraph";
import { farPaths } from "./FarEdges";
import { handleId, portOf, Projection, type Scene } from "./flow";
import { CARD, GRID, portOffsets } from "./geometry";
import { cardLine, spell } from "./line";
import { NOTHING_SELECTED } from "./types";
import { selectionAfter } from "./useGestures";
import { neighbour } from "./walk";

const kinds = kindsJson as unknown as Kinds;
const node = (id: string, kind: string, x = 0, y = 0): GraphNode => ({
  id, kind, kind_version: "1", title: id, settings: {}, source: null, inputs: [], outputs: [],
  position: { x, y }, comment: "",
});
const document: PipelineDocument = {
  ...EMPTY_DOCUMENT,
  nodes: [node("read", "import_data", 0, 0), node("split", "split_data", 0, 200), node("train", "train_classifier", 300, 400)],
  edges: [
    { id: "a", kind: "data", source: { node: "read", port: "table" }, target: { node: "split", port: "table" } },
    { id: "b", kind: "data", source: { node: "split", port: "train" }, target: { node: "train", port: "table" } },
  ],
};
const scene: Scene = { document, kinds, selection: NOTHING_SELECTED, statuses: undefined, readOnly: false, moving: null };
const named = (kind: string, from: string, to: string) => `${kind} ${from} ${to}`;

describe("a projection of the document", () => {
  it("gives back the very same objects for what did not change", () => {
    const projection = new Projection();
    const before = projection.nodes(scene);
    const moved = projection.nodes({ ...scene, moving: { split: { x: 8, y: 8 } } });

    expect(moved.find(({ id }) => id === "read")).toBe(before.find(({ id }) => id === "read"));
    expect(moved.find(({ id }) => id === "split")).not.toBe(before.find(({ id }) => id === "split"));
    expect(moved.find(({ id }) => id === "split")?.data).toBe(before.find(({ id }) => id === "split")?.data);
  });

  it("names edges by their steps and marks those of a selected step", () => {
    const edges = new Projection().edges({ ...scene, selection: { ...NOTHING_SELECTED, nodes: ["read"] } }, named);

    expect(edges.map(({ ariaLabel, data }) => [ariaLabel, data?.hot])).toEqual([
      ["data read split", true],
      ["data split train", false],
    ]);
  });

  it("leaves out edges without an end, which the problems list tells of", () => {
    const broken = { ...document, nodes: document.nodes.slice(1) };

    expect(new Projection().edges({ ...scene, document: broken }, named).map(({ id }) => id)).toEqual(["b"]);
  });

  it("places the handles where the ports are drawn", () => {
    const [, split] = new Projection().nodes(scene);
    const outputs = split?.handles?.filter(({ position }) => position === "bottom");

    expect(outputs?.map(({ x, width = 0 }) => x + width / 2)).toEqual(portOffsets(2));
    expect(new Set(split?.handles?.map(({ y, height = 0 }) => y + height / 2))).toEqual(new Set([0, CARD.height, CARD.height / 2]));
  });
});

it("the ports of a handle survive its id, also the port without a name", () => {
  expect(["table", "", "run_after"].map((port) => portOf(handleId(port)))).toEqual(["table", "", "run_after"]);
});

it("many ports stay on the card", () => {
  const offsets = portOffsets(12);

  expect(Math.min(...offsets)).toBeGreaterThan(0);
  expect(Math.max(...offsets)).toBeLessThan(CARD.width);
});

it.each([1, 2, 3, 4, 5, 6, 7])("each of %i ports is whole grid steps away from the middle of its card", (count) => {
  expect(portOffsets(count).map((offset) => Math.abs(offset - CARD.width / 2) % GRID)).toEqual(Array(count).fill(0));
});

it("ports stay a port's width apart, however many there are", () => {
  for (let count = 2; count <= 14; count += 1) {
    const [first = 0, second = 0] = portOffsets(count);
    expect(second - first).toBeGreaterThan(12);
  }
});

it.each([
  ["down along an edge", "read", "down", "split"],
  ["up along an edge", "train", "up", "split"],
  ["right to what lies there", "split", "right", "train"],
  ["nowhere when nothing is there", "read", "up", "read"],
  ["to the topmost when nothing is selected", undefined, "down", "read"],
] as const)("an arrow key leads %s", (_, from, way, to) => {
  expect(neighbour(document, from, way)).toBe(to);
});

it("two tellings of one click make one selection", () => {
  const before = { nodes: ["read"], edges: [], notes: [] };
  const first = selectionAfter(before, new Set(["t"]), [{ id: "read", selected: false }, { id: "t", selected: true }], []);

  expect(selectionAfter(first, new Set(["t"]), [], [{ id: "a", selected: true }])).toEqual({
    nodes: [], edges: ["a"], notes: ["t"],
  });
});

it("a card's second line is what tells the step from others", () => {
  const script = { ...node("s", "PythonScriptStep"), settings: { script_name: "train.py" } };
  const command: GraphNode = { ...node("c", "CommandStep"), settings: { command: ["ls", { $input: "raw" }, { $parameter: "n" }] } };

  expect(cardLine(script, kinds.PythonScriptStep)).toBe("train.py");
  expect(cardLine(command, kinds.CommandStep)).toBe("ls {raw} ⟨n⟩");
  expect(cardLine(node("mine", "score"), kinds.score)).toBe(kinds.score?.title);
  expect(spell(3)).toBe("3");
});

it("from far away every edge is part of one of two lines", () => {
  const [quiet, strong] = farPaths({ document, kinds, moving: null, chosen: ["train"] });

  expect([quiet, strong].map((path) => path.match(/M/g)?.length)).toEqual([1, 1]);
});

it("a layout puts every step below what it takes from, on the grid, where the drawing was", async () => {
  const all = new Set(document.nodes.map(({ id }) => id));

  const places = positionsOf(document, await new ELK().layout(elkGraph(document, kinds, all)));

  expect(places.read?.y).toBe(0);
  expect(places.split?.y).toBeGreaterThan(places.read?.y ?? 0);
  expect(places.train?.y).toBeGreaterThan(places.split?.y ?? 0);
  for (const { x, y } of Object.values(places)) expect([x % 8, y % 8].map(Math.abs)).toEqual([0, 0]);
});
