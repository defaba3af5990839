/** Copy and paste as text: a part of a drawing, also into another pipeline, another tab or a chat window. */
import { boundParameter, type GraphEdge, type GraphNode, type PipelineDocument, type Position } from "./document";
import { connect } from "./edit";
import { outputsOf, type Kinds } from "./kinds";
import type { MakeId } from "./ids";

const ENVELOPE = "pipeline-part";

/** `incoming` are the edges into the part from steps that were not copied. */
export interface Fragment {
  readonly part: PipelineDocument;
  readonly incoming: readonly GraphEdge[];
}

/** The nodes and notes with these ids, the edges among them, the parameters they use. */
export function copy(document: PipelineDocument, ids: readonly string[]): PipelineDocument {
  const chosen = new Set(ids);
  const nodes = document.nodes.filter((node) => chosen.has(node.id));
  const kept = new Set(nodes.map((node) => node.id));
  const used = new Set(nodes.flatMap(parametersOf));
  return {
    ...document,
    nodes,
    edges: document.edges.filter((edge) => kept.has(edge.source.node) && kept.has(edge.target.node)),
    parameters: document.parameters.filter((parameter) => used.has(parameter.name)),
    notes: document.notes.filter((note) => chosen.has(note.id)),
  };
}

export function fragmentOf(document: PipelineDocument, ids: readonly string[]): Fragment {
  const part = copy(document, ids);
  const kept = new Set(part.nodes.map((node) => node.id));
  const incoming = document.edges.filter((edge) => kept.has(edge.target.node) && !kept.has(edge.source.node));
  return { part, incoming };
}

export function toText(fragment: Fragment): string {
  return JSON.stringify({ studio: ENVELOPE, ...fragment }, null, 1);
}

/** The fragment in a text, or `null` when the text is anything else. */
export function fromText(text: string): Fragment | null {
  if (!text.trimStart().startsWith("{") || !text.includes(ENVELOPE)) return null;
  try {
    const raw = JSON.parse(text) as Partial<Fragment> & { studio?: string };
    const { part, incoming } = raw;
    const lists = part && [part.nodes, part.edges, part.parameters, part.notes, incoming];
    if (raw.studio !== ENVELOPE || part?.schema !== 1 || !lists?.every(Array.isArray)) return null;
    return { part, incoming: incoming ?? [] };
  } catch (reason) {
    if (reason instanceof SyntaxError) return null;
    throw reason;
  }
}

/**
 * `document` with a copy of `part`, moved by `offset`, under ids from `newIds`, which must name every node,
 * edge and note of the part. A parameter the document already has by name is kept as it is.
 */
export function paste(
  document: PipelineDocument,
  part: PipelineDocument,
  newIds: Readonly<Record<string, string>>,
  offset: Position,
): PipelineDocument {
  const renew = (id: string) => newIds[id] ?? id;
  const moved = <Placed extends { id: string; position: Position }>(placed: Placed): Placed => ({
    ...placed,
    id: renew(placed.id),
    position: { x: placed.position.x + offset.x, y: placed.position.y + offset.y },
  });
  const have = new Set(document.parameters.map((parameter) => parameter.name));
  return {
    ...document,
    nodes: [...document.nodes, ...part.nodes.map(moved)],
    edges: [
      ...document.edges,
      ...part.edges.map((edge) => ({
        ...edge,
        id: renew(edge.id),
        source: { ...edge.source, node: renew(edge.source.node) },
        target: { ...edge.target, node: renew(edge.target.node) },
      })),
    ],
    parameters: [...document.parameters, ...part.parameters.filter((parameter) => !have.has(parameter.name))],
    notes: [...document.notes, ...part.notes.map(moved)],
  };
}

export interface Pasted {
  readonly document: PipelineDocument;
  /** Ids of what was pasted, to select it. */
  readonly nodes: readonly string[];
  readonly notes: readonly string[];
}

/** Pastes under fresh ids; edges from outside the part are kept where their source still exists here. */
export function pasteFragment(
  document: PipelineDocument,
  { part, incoming }: Fragment,
  kinds: Kinds,
  offset: Position,
  makeId: MakeId,
): Pasted {
  const parts = [...part.nodes, ...part.edges, ...part.notes];
  const newIds = Object.fromEntries(parts.map(({ id }) => [id, makeId()]));
  const pasted = paste(document, part, newIds, offset);
  const kept = incoming.filter((edge) => gives(document, edge, kinds) && newIds[edge.target.node] !== undefined);
  const joined = kept.reduce(
    (grown, edge) =>
      connect(grown, { ...edge, id: makeId(), target: { ...edge.target, node: newIds[edge.target.node] ?? "" } }),
    pasted,
  );
  const renewed = (items: readonly { id: string }[]) => items.map(({ id }) => newIds[id] ?? id);
  return { document: joined, nodes: renewed(part.nodes), notes: renewed(part.notes) };
}

function gives(document: PipelineDocument, edge: GraphEdge, kinds: Kinds): boolean {
  const source = document.nodes.find((node) => node.id === edge.source.node);
  if (!source || edge.kind === "run_after") return source !== undefined;
  return outputsOf(source, kinds[source.kind]).some((port) => port.name === edge.source.port);
}

function parametersOf(node: GraphNode): string[] {
  return Object.values(node.settings)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .map(boundParameter)
    .filter((name) => name !== null);
}
