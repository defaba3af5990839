import { describe, expect, it } from "vitest";
import kindsJson from "../../../../tests/contract/kinds.json";
import { EMPTY_DOCUMENT, type GraphNode, type PipelineDocument } from "@/graph/document";
import { addNode, moveNodes, removeNodes, renameNode } from "@/graph/edit";
import type { Kinds, StepKind } from "@/graph/kinds";
import { commandFor, isKey } from "./useEditorKeys";
import { possibleWishes } from "./ConnectMenu";
import { convert } from "./drawer/parameterValue";
import { groupKinds, searchKinds } from "./groups";
import { edgeFrom, joinEdge, kindTakes } from "./joining";
import { freeSpot, makeNode, spotBelow } from "./place";
import { createEditorStore } from "./store";

const kinds = kindsJson as unknown as Kinds;
const kind = (name: string) => kinds[name] as StepKind;
const node = (id: string, name: string, x = 0, y = 0): GraphNode => makeNode(id, kind(name), { x, y }, null);
const drawn = (...nodes: GraphNode[]): PipelineDocument => nodes.reduce(addNode, EMPTY_DOCUMENT);
let made = 0;
const makeId = () => `id${made++}`;

describe("the store", () => {
  const document = drawn(node("a", "import_data"), node("b", "split_data"));

  it("undoes an edit and forgets a selection that is gone", () => {
    const store = createEditorStore(document, "a");
    store.getState().edit((before) => removeNodes(before, ["a"]));
    expect(store.getState().selection.nodes).toEqual([]);

    store.getState().undo();
    expect(store.getState().history.present).toBe(document);
  });

  it("joins what is typed in one go into one step of undo", () => {
    let now = 0;
    const store = createEditorStore(document, null, () => now);
    for (const title of ["S", "Sp", "Spl"]) {
      now += 100;
      store.getState().edit((before) => renameNode(before, "b", title), { label: "title b" });
    }

    store.getState().undo();
    expect(store.getState().history.present).toBe(document);
  });

  it("a drag changes only what was dragged, so panels of other steps do not render", () => {
    const store = createEditorStore(document, null);
    store.getState().edit((before) => moveNodes(before, { a: { x: 80, y: 0 } }));

    const [, b] = store.getState().history.present.nodes;
    expect(b).toBe(document.nodes[1]);
  });
});

describe("a new step joins the selected one", () => {
  it("through the first output and input that fit", () => {
    const document = drawn(node("a", "import_data"), node("b", "split_data"));
    const edge = edgeFrom(document, kinds, "a", kind("split_data"));
    const joined = edge && joinEdge(document, kinds, edge, node("b", "split_data"), makeId);

    expect(joined?.edges[0]).toMatchObject({ source: { node: "a", port: "table" }, target: { node: "b", port: "table" } });
  });

  it("a step whose ports are free gets a new input of that type", () => {
    const script = node("s", "PythonScriptStep");
    const document = drawn(node("a", "import_data"), script);
    const joined = joinEdge(document, kinds, { kind: "data", side: "source", held: { node: "a", port: "table" } }, script, makeId);

    expect(joined.nodes[1]?.inputs).toEqual([{ name: "table", type: "table", optional: false }]);
    expect(joined.edges).toHaveLength(1);
  });

  it("a kind that could not take the edge is not offered, the best one comes first", () => {
    const edge = { kind: "data", side: "source", held: { node: "t", port: "model" } } as const;

    expect(kindTakes(kind("evaluate"), edge, "model")).toBeNull();
    expect(kindTakes(kind("score"), edge, "model")).toBe(0);
    expect(kindTakes(kind("PythonScriptStep"), edge, "model")).toBe(2);
  });
});

it("by keyboard a step can be connected to all that fits, and ordered before and after", () => {
  const document = drawn(node("a", "import_data"), node("b", "split_data"), node("c", "evaluate"));
  const wishes = possibleWishes(document, kinds, "a").map(({ wish }) => [wish.kind, wish.source.node, wish.target.node]);

  expect(wishes).toContainEqual(["data", "a", "b"]);
  expect(wishes).not.toContainEqual(["data", "a", "c"]);
  expect(wishes).toContainEqual(["run_after", "a", "c"]);
  expect(wishes).toContainEqual(["run_after", "c", "a"]);
});

it("a new step never hides another", () => {
  const document = drawn(node("a", "score", 0, 0));

  expect(freeSpot(document, { x: 0, y: 0 })).not.toEqual({ x: 0, y: 0 });
  const below = spotBelow(addNode(document, node("b", "score", 0, 118)), document.nodes[0] as GraphNode);
  expect(below.y).toBeGreaterThan(62);
  expect(below.x).toBeGreaterThan(200);
});

it("the palette groups what the catalog names and finds by every word", () => {
  expect(groupKinds(Object.values(kinds)).map(({ group }) => group)).toEqual(["data", "prepare", "learn", "evaluate", "code"]);
  expect(searchKinds(kinds, "train")[0]?.title).toBe("Train classifier");
  expect(searchKinds(kinds, "python script").map(({ name }) => name)).toEqual(["PythonScriptStep"]);
  expect(searchKinds(kinds, "nothing like this")).toEqual([]);
});

describe("keys", () => {
  const press = (key: string, mods: Partial<KeyboardEvent> = {}) =>
    ({ key, code: "", shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...mods }) as KeyboardEvent;

  it("are told apart by what is held with them", () => {
    expect(isKey(press("z", { ctrlKey: true }), "mod+Z")).toBe(true);
    expect(isKey(press("Z", { ctrlKey: true, shiftKey: true }), "mod+Z")).toBe(false);
    expect(isKey(press("Z", { ctrlKey: true, shiftKey: true }), "mod+Shift+Z")).toBe(true);
    expect(isKey(press("/", { shiftKey: true }), "/")).toBe(true);
  });

  it("with Alt count by their place on the keyboard", () => {
    expect(isKey(press("†", { altKey: true, shiftKey: true, code: "KeyT" }), "Shift+Alt+T")).toBe(true);
  });

  it("that would change a pipeline one may only look at do nothing", () => {
    const event = press("Delete") as unknown as Parameters<typeof commandFor>[0];

    expect(commandFor(event, false)).toBe("remove");
    expect(commandFor(event, true)).toBeUndefined();
  });
});

it.each([
  ["1.5", "float", 1.5],
  ["1.5", "int", 1],
  ["x", "int", 0],
  ["true", "bool", true],
  [3, "string", "3"],
] as const)("a default of %s becomes a %s where it can", (value, type, expected) => {
  expect(convert(value, type)).toBe(expected);
});
