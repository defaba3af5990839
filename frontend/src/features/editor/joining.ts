/** Which existing step a new one can be joined with, and through which ports. */
import { judgeFrom, type Wish } from "@/graph/connect";
import type { DanglingEdge } from "@/canvas";
import { findNode, type GraphNode, type PipelineDocument, type PortType } from "@/graph/document";
import { addPort, connect } from "@/graph/edit";
import { fits, inputsOf, outputsOf, type Kinds, type StepKind } from "@/graph/kinds";
import { freeName, type MakeId } from "@/graph/ids";

/** The type at the held end of an edge. */
export function heldType(document: PipelineDocument, kinds: Kinds, { held, side }: DanglingEdge): PortType | null {
  const node = findNode(document, held.node);
  if (!node) return null;
  const ports = side === "source" ? outputsOf(node, kinds[node.kind]) : inputsOf(node, kinds[node.kind]);
  return ports.find((port) => port.name === held.port)?.type ?? null;
}

/**
 * How well a step of this kind could take the edge: 0 for a port of the very type, 1 for one that fits, 2 for a kind
 * whose ports are free and which gets a new one; `null` when it could not.
 */
export function kindTakes(kind: StepKind, edge: DanglingEdge, type: PortType | null): number | null {
  if (edge.kind === "run_after") return 0;
  if (type === null) return null;
  if (kind.dynamic_ports) return 2;
  const ports = edge.side === "source" ? kind.inputs : kind.outputs;
  if (ports.some((port) => port.type === type)) return 0;
  return ports.some((port) => (edge.side === "source" ? fits(type, port.type) : fits(port.type, type))) ? 1 : null;
}

/** The document with `edge` led to `node`: to its first port that fits, or a new one where ports are free. */
export function joinEdge(
  document: PipelineDocument,
  kinds: Kinds,
  edge: DanglingEdge,
  node: GraphNode,
  makeId: MakeId,
): PipelineDocument {
  if (edge.kind === "run_after") return connect(document, { id: makeId(), ...wish(edge, node.id, "") });
  const judge = judgeFrom(document, kinds, "data", edge.side, edge.held);
  const kind = kinds[node.kind];
  const ports = edge.side === "source" ? inputsOf(node, kind) : outputsOf(node, kind);
  const fitting = ports.find((port) => judge({ node: node.id, port: port.name }) === null);
  if (fitting) return connect(document, { id: makeId(), ...wish(edge, node.id, fitting.name) });
  const type = heldType(document, kinds, edge);
  if (!kind?.dynamic_ports || type === null) return document;
  const name = freeName(edge.held.port, [...node.inputs, ...node.outputs].map((port) => port.name));
  const side = edge.side === "source" ? "input" : "output";
  const grown = addPort(document, node.id, side, { name, type, optional: false });
  return connect(grown, { id: makeId(), ...wish(edge, node.id, name) });
}

/** The first output of `from` that could be led to a step of this kind. */
export function edgeFrom(document: PipelineDocument, kinds: Kinds, from: string, kind: StepKind): DanglingEdge | null {
  const node = findNode(document, from);
  if (!node) return null;
  const edges = outputsOf(node, kinds[node.kind]).map(
    (port): DanglingEdge => ({ kind: "data", side: "source", held: { node: from, port: port.name } }),
  );
  return edges.find((edge) => kindTakes(kind, edge, heldType(document, kinds, edge)) !== null) ?? null;
}

function wish(edge: DanglingEdge, node: string, port: string): Wish {
  const other = { node, port };
  return edge.side === "source"
    ? { kind: edge.kind, source: edge.held, target: other }
    : { kind: edge.kind, source: other, target: edge.held };
}
