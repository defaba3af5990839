/** Which ports may be joined: the rules a hand feels while it drags an edge. The server judges again. */
import { findNode, type EdgeKind, type GraphNode, type PipelineDocument, type PortAddress, type PortType } from "./document";
import { fits, inputsOf, outputsOf, type Kinds } from "./kinds";
import { reachable } from "./order";

/** Why an edge may not be drawn, with what the sentence about it needs. */
export type Refusal =
  | { readonly code: "self_edge" }
  | { readonly code: "cycle" }
  | { readonly code: "two_producers" }
  | { readonly code: "duplicate_edge" }
  | { readonly code: "unknown_node" }
  | { readonly code: "no_inputs" }
  | { readonly code: "no_outputs" }
  | { readonly code: "unknown_port"; readonly port: string }
  | { readonly code: "type_mismatch"; readonly from_type: PortType; readonly to_type: PortType };

export interface Wish {
  readonly kind: EdgeKind;
  readonly source: PortAddress;
  readonly target: PortAddress;
}

export function refusalOf(document: PipelineDocument, kinds: Kinds, wish: Wish): Refusal | null {
  return judgeFrom(document, kinds, wish.kind, "source", wish.source)(wish.target);
}

export type Side = "source" | "target";
export type Judge = (other: PortAddress) => Refusal | null;

/**
 * A judge for one end of a new edge held fast at `held` (an output when `side` is `source`), asked
 * for each possible other end. What depends on the held end alone is worked out once.
 */
export function judgeFrom(
  document: PipelineDocument,
  kinds: Kinds,
  edgeKind: EdgeKind,
  side: Side,
  held: PortAddress,
): Judge {
  const beyond = reachable(document, held.node, side === "source" ? "upstream" : "downstream");
  const fed = new Set(document.edges.filter((edge) => edge.kind === "data").map((edge) => key(edge.target)));
  const joined = new Set(document.edges.map((edge) => `${edge.kind} ${key(edge.source)} ${key(edge.target)}`));
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const types = portTypes(nodes, kinds);

  return (other) => {
    const source = side === "source" ? held : other;
    const target = side === "source" ? other : held;
    if (!nodes.has(source.node) || !nodes.has(target.node)) return { code: "unknown_node" };
    if (source.node === target.node) return { code: "self_edge" };
    if (edgeKind === "data") {
      const given = types(source, "source");
      const wanted = types(target, "target");
      if (!given) return { code: "unknown_port", port: source.port };
      if (!wanted) return { code: "unknown_port", port: target.port };
      if (!fits(given, wanted)) return { code: "type_mismatch", from_type: given, to_type: wanted };
    }
    if (joined.has(`${edgeKind} ${key(source)} ${key(target)}`)) return { code: "duplicate_edge" };
    if (edgeKind === "data" && fed.has(key(target))) return { code: "two_producers" };
    return beyond.has(other.node) ? { code: "cycle" } : null;
  };
}

/** The ports of `node` that may be joined with what `judge` holds, in their order. */
export function fittingPorts(document: PipelineDocument, kinds: Kinds, judge: Judge, held: Side, node: string): string[] {
  const found = findNode(document, node);
  if (!found) return [];
  const ports = held === "source" ? inputsOf(found, kinds[found.kind]) : outputsOf(found, kinds[found.kind]);
  return ports.map((port) => port.name).filter((port) => judge({ node, port }) === null);
}

function portTypes(nodes: ReadonlyMap<string, GraphNode>, kinds: Kinds) {
  return ({ node: id, port: name }: PortAddress, side: Side): PortType | undefined => {
    const node = nodes.get(id);
    if (!node) return undefined;
    const ports = side === "source" ? outputsOf(node, kinds[node.kind]) : inputsOf(node, kinds[node.kind]);
    return ports.find((port) => port.name === name)?.type;
  };
}

function key({ node, port }: PortAddress): string {
  return `${node}/${port}`;
}
