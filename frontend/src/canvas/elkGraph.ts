/** A document as a question to ELK, and ELK's answer as positions. */
import type { ElkNode } from "elkjs/lib/elk-api";
import { inputsOf, outputsOf, type Kinds } from "@/graph/kinds";
import type { GraphNode, PipelineDocument } from "@/graph/document";
import type { Positions } from "@/graph/edit";
import { CARD, portOffsets, snap } from "./geometry";

/** Layered from top to bottom; the cheap variants where the eye sees no difference. */
const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.spacing.nodeNode": "48",
  "elk.layered.spacing.nodeNodeBetweenLayers": "56",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
  "elk.layered.thoroughness": "3",
  "elk.edgeRouting": "POLYLINE",
  "elk.separateConnectedComponents": "true",
  "elk.spacing.componentComponent": "72",
};

/** `chosen` limits the layout to some nodes; the others stay where they are. */
export function elkGraph(document: PipelineDocument, kinds: Kinds, chosen: ReadonlySet<string>): ElkNode {
  const edges = document.edges.filter((edge) => chosen.has(edge.source.node) && chosen.has(edge.target.node));
  return {
    id: "root",
    layoutOptions: OPTIONS,
    children: document.nodes.filter((node) => chosen.has(node.id)).map((node) => elkNode(node, kinds)),
    edges: edges.map(({ id, source, target }) => ({
      id,
      sources: [portId(source.node, "out", source.port)],
      targets: [portId(target.node, "in", target.port)],
    })),
  };
}

/** ELK's answer moved so that the whole keeps its middle-top where it was before. */
export function positionsOf(document: PipelineDocument, laidOut: ElkNode): Positions {
  const placed = (laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => ({ id, x, y }));
  if (placed.length === 0) return {};
  const ids = new Set(placed.map(({ id }) => id));
  const old = document.nodes.filter((node) => ids.has(node.id)).map((node) => node.position);
  const shift = {
    x: middle(old.map(({ x }) => x)) - middle(placed.map(({ x }) => x)),
    y: Math.min(...old.map(({ y }) => y)) - Math.min(...placed.map(({ y }) => y)),
  };
  return Object.fromEntries(placed.map(({ id, x, y }) => [id, { x: snap(x + shift.x), y: snap(y + shift.y) }]));
}

function elkNode(node: GraphNode, kinds: Kinds): ElkNode {
  const kind = kinds[node.kind];
  const ends = (side: "in" | "out", names: readonly string[]) => {
    const at = portOffsets(names.length);
    const y = side === "in" ? 0 : CARD.height;
    const ports = names.map((name, index) => elkPort(portId(node.id, side, name), side, at[index] ?? 0, y));
    return [...ports, elkPort(portId(node.id, side, ""), side, CARD.width / 2, y)];
  };
  return {
    id: node.id,
    ...CARD,
    layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    ports: [
      ...ends("in", inputsOf(node, kind).map((port) => port.name)),
      ...ends("out", outputsOf(node, kind).map((port) => port.name)),
    ],
  };
}

function elkPort(id: string, side: "in" | "out", x: number, y: number) {
  return { id, x, y, width: 0, height: 0, layoutOptions: { "elk.port.side": side === "in" ? "NORTH" : "SOUTH" } };
}

function portId(node: string, side: "in" | "out", port: string): string {
  return `${node}|${side}|${port}`;
}

function middle(values: readonly number[]): number {
  return (Math.min(...values) + Math.max(...values)) / 2;
}
