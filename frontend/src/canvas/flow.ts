/** The document as React Flow wants it: a projection, made anew for what changed and kept for what did not. */
import { Position as Side, type Edge, type Node, type NodeHandle } from "@xyflow/react";
import { inputsOf, outputsOf, type Kinds, type StepKind } from "@/graph/kinds";
import type { GraphEdge, GraphNode, InputPort, Note, OutputPort, PipelineDocument, PortType } from "@/graph/document";
import type { Positions } from "@/graph/edit";
import { CARD, handleBox, portOffsets } from "./geometry";
import type { CardStatus, Selection } from "./types";

export interface StepData extends Record<string, unknown> {
  readonly node: GraphNode;
  readonly kind: StepKind | undefined;
  readonly inputs: readonly InputPort[];
  readonly outputs: readonly OutputPort[];
  readonly status: CardStatus | undefined;
}

export interface NoteData extends Record<string, unknown> {
  readonly note: Note;
}

export interface EdgeData extends Record<string, unknown> {
  /** Touches a selected step. */
  readonly hot: boolean;
  readonly type: PortType | null;
}

export type StepFlowNode = Node<StepData, "step">;
export type NoteFlowNode = Node<NoteData, "note">;
export type FlowNode = StepFlowNode | NoteFlowNode;
export type FlowEdge = Edge<EdgeData, "data" | "run_after">;

export const RUN_AFTER_HANDLE = "run_after";

export function handleId(port: string): string {
  return port === "" ? RUN_AFTER_HANDLE : `port:${port}`;
}

export function portOf(handle: string | null | undefined): string {
  return !handle || handle === RUN_AFTER_HANDLE ? "" : handle.slice("port:".length);
}

/** The spoken name of an edge. */
export type EdgeName = (kind: GraphEdge["kind"], source: string, target: string, port: string) => string;

export interface Scene {
  readonly document: PipelineDocument;
  readonly kinds: Kinds;
  readonly selection: Selection;
  readonly statuses: ReadonlyMap<string, CardStatus> | undefined;
  readonly readOnly: boolean;
  /** Where things are for the moment, while a hand or an animation moves them. */
  readonly moving: Positions | null;
}

interface Kept<Value> {
  readonly parts: readonly unknown[];
  readonly value: Value;
}

/** Gives back the same object for the same parts, so that React and React Flow skip what did not change. */
class Keeper<Value> {
  private kept = new Map<string, Kept<Value>>();
  private next = new Map<string, Kept<Value>>();

  get(id: string, parts: readonly unknown[], make: () => Value): Value {
    const old = this.kept.get(id);
    const same = old !== undefined && old.parts.every((part, index) => Object.is(part, parts[index]));
    const entry = same ? old : { parts, value: make() };
    this.next.set(id, entry);
    return entry.value;
  }

  turn(): void {
    this.kept = this.next;
    this.next = new Map();
  }
}

export class Projection {
  private readonly steps = new Keeper<StepFlowNode>();
  private readonly stepData = new Keeper<StepData>();
  private readonly notes = new Keeper<NoteFlowNode>();
  private readonly edgeKeeper = new Keeper<FlowEdge>();

  nodes({ document, kinds, selection, statuses, readOnly, moving }: Scene): FlowNode[] {
    const chosen = new Set(selection.nodes);
    const chosenNotes = new Set(selection.notes);
    const notes = document.notes.map((note) => {
      const position = moving?.[note.id] ?? note.position;
      const selected = chosenNotes.has(note.id);
      return this.notes.get(note.id, [note, position, selected, readOnly], () => noteNode(note, position, selected, readOnly));
    });
    const steps = document.nodes.map((node) => {
      const kind = kinds[node.kind];
      const status = statuses?.get(node.id);
      const position = moving?.[node.id] ?? node.position;
      const selected = chosen.has(node.id);
      const data = this.stepData.get(node.id, [node, kind, status], () => stepData(node, kind, status));
      return this.steps.get(node.id, [data, position, selected, readOnly], () =>
        stepNode(data, position, selected, readOnly),
      );
    });
    for (const keeper of [this.steps, this.stepData, this.notes]) keeper.turn();
    return [...notes, ...steps];
  }

  edges({ document, kinds, selection }: Scene, nameOf: EdgeName): FlowEdge[] {
    const chosen = new Set(selection.edges);
    const chosenNodes = new Set(selection.nodes);
    const nodes = new Map(document.nodes.map((node) => [node.id, node]));
    const drawn = document.edges.filter((edge) => isDrawable(edge, nodes, kinds));
    const edges = drawn.map((edge) => {
      const selected = chosen.has(edge.id);
      const hot = chosenNodes.has(edge.source.node) || chosenNodes.has(edge.target.node);
      const source = nodes.get(edge.source.node);
      const type = source
        ? (outputsOf(source, kinds[source.kind]).find((port) => port.name === edge.source.port)?.type ?? null)
        : null;
      const titles = [titleOf(source, kinds), titleOf(nodes.get(edge.target.node), kinds)] as const;
      return this.edgeKeeper.get(edge.id, [edge, selected, hot, type, ...titles], () =>
        flowEdge(edge, selected, { hot, type }, nameOf(edge.kind, ...titles, edge.target.port)),
      );
    });
    this.edgeKeeper.turn();
    return edges;
  }
}

function stepData(node: GraphNode, kind: StepKind | undefined, status: CardStatus | undefined): StepData {
  return { node, kind, status, inputs: inputsOf(node, kind), outputs: outputsOf(node, kind) };
}

function stepNode(data: StepData, position: GraphNode["position"], selected: boolean, readOnly: boolean): StepFlowNode {
  return {
    id: data.node.id,
    type: "step",
    data,
    position,
    selected,
    draggable: !readOnly,
    connectable: !readOnly,
    ...CARD,
    measured: CARD,
    handles: handlesOf(data),
    // The card itself carries role and name; React Flow's wrapper stays mute.
    domAttributes: { "aria-roledescription": undefined },
  };
}

function handlesOf({ inputs, outputs }: StepData): NodeHandle[] {
  const inputAt = portOffsets(inputs.length);
  const outputAt = portOffsets(outputs.length);
  return [
    ...inputs.map(({ name }, index) => handle("target", Side.Top, handleId(name), inputAt[index])),
    ...outputs.map(({ name }, index) => handle("source", Side.Bottom, handleId(name), outputAt[index])),
    handle("target", Side.Left, RUN_AFTER_HANDLE),
    handle("source", Side.Right, RUN_AFTER_HANDLE),
  ];
}

function handle(type: "source" | "target", position: Side, id: string, offset = 0): NodeHandle {
  return { id, type, position, ...handleBox(position, offset) };
}

function noteNode(note: Note, position: Note["position"], selected: boolean, readOnly: boolean): NoteFlowNode {
  return {
    id: note.id,
    type: "note",
    data: { note },
    position,
    selected,
    draggable: !readOnly,
    connectable: false,
    ...note.size,
    measured: note.size,
    handles: [],
    zIndex: -1,
    domAttributes: { "aria-roledescription": undefined },
  };
}

/** React Flow warns about edges without an end; they are in the problems list instead. */
function isDrawable(edge: GraphEdge, nodes: ReadonlyMap<string, GraphNode>, kinds: Kinds): boolean {
  const source = nodes.get(edge.source.node);
  const target = nodes.get(edge.target.node);
  if (!source || !target) return false;
  if (edge.kind === "run_after") return true;
  return (
    outputsOf(source, kinds[source.kind]).some((port) => port.name === edge.source.port) &&
    inputsOf(target, kinds[target.kind]).some((port) => port.name === edge.target.port)
  );
}

function titleOf(node: GraphNode | undefined, kinds: Kinds): string {
  return node ? node.title || (kinds[node.kind]?.title ?? node.kind) : "";
}

function flowEdge(edge: GraphEdge, selected: boolean, data: EdgeData, ariaLabel: string): FlowEdge {
  return {
    id: edge.id,
    type: edge.kind,
    source: edge.source.node,
    target: edge.target.node,
    sourceHandle: handleId(edge.source.port),
    targetHandle: handleId(edge.target.port),
    selected,
    data,
    ariaLabel,
  };
}
