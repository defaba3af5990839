/** Every edit of a pipeline as a function document → document; nothing else changes a document. */
import {
  boundParameter,
  inputReference,
  outputReference,
  type Git,
  type GraphEdge,
  type GraphNode,
  type InputPort,
  type Json,
  type Note,
  type OutputPort,
  type Parameter,
  type PipelineDocument,
  type Position,
  type Settings,
  type Source,
  type SourceFile,
} from "./document";

export type Positions = Readonly<Record<string, Position>>;

export function addNode(document: PipelineDocument, node: GraphNode): PipelineDocument {
  return { ...document, nodes: [...document.nodes, node] };
}

/** Removes nodes with every edge that touches them. */
export function removeNodes(document: PipelineDocument, ids: readonly string[]): PipelineDocument {
  const gone = new Set(ids);
  const nodes = document.nodes.filter((node) => !gone.has(node.id));
  if (nodes.length === document.nodes.length) return document;
  const edges = document.edges.filter((edge) => !gone.has(edge.source.node) && !gone.has(edge.target.node));
  return { ...document, nodes, edges };
}

/** Moves nodes and notes; ids that are neither are ignored. */
export function moveNodes(document: PipelineDocument, positions: Positions): PipelineDocument {
  const move = <Placed extends { id: string; position: Position }>(placed: Placed): Placed => {
    const position = positions[placed.id];
    if (!position || (position.x === placed.position.x && position.y === placed.position.y)) return placed;
    return { ...placed, position };
  };
  return { ...document, nodes: mapKeeping(document.nodes, move), notes: mapKeeping(document.notes, move) };
}

export function renameNode(document: PipelineDocument, id: string, title: string): PipelineDocument {
  return changeNode(document, id, (node) => ({ ...node, title }));
}

export function setComment(document: PipelineDocument, id: string, comment: string): PipelineDocument {
  return changeNode(document, id, (node) => ({ ...node, comment }));
}

export function setSetting(document: PipelineDocument, id: string, name: string, value: Json): PipelineDocument {
  return changeNode(document, id, (node) => ({ ...node, settings: { ...node.settings, [name]: value } }));
}

/** Takes the setting away, so that the kind's default counts again. */
export function unsetSetting(document: PipelineDocument, id: string, name: string): PipelineDocument {
  return changeNode(document, id, (node) => ({
    ...node,
    settings: Object.fromEntries(Object.entries(node.settings).filter(([key]) => key !== name)),
  }));
}

export function bindSetting(document: PipelineDocument, id: string, name: string, parameter: string): PipelineDocument {
  return setSetting(document, id, name, { $parameter: parameter });
}

/** Adds an edge. Whether it may be drawn is a question to `checks`, asked before. */
export function connect(document: PipelineDocument, edge: GraphEdge): PipelineDocument {
  return { ...document, edges: [...document.edges, edge] };
}

export function disconnect(document: PipelineDocument, edgeIds: readonly string[]): PipelineDocument {
  const gone = new Set(edgeIds);
  return { ...document, edges: document.edges.filter((edge) => !gone.has(edge.id)) };
}

/** `side` says which end of edges the port is: an input or an output. */
export type PortSide = "input" | "output";

export function addPort(document: PipelineDocument, id: string, side: PortSide, port: InputPort | OutputPort): PipelineDocument {
  return changePorts(document, id, side, (ports) => [...ports, port]);
}

/** Changes one port; a new name is carried into the edges and arguments that mention the old one. */
export function changePort(
  document: PipelineDocument,
  id: string,
  side: PortSide,
  name: string,
  port: InputPort | OutputPort,
): PipelineDocument {
  const changed = changePorts(document, id, side, (ports) => ports.map((old) => (old.name === name ? port : old)));
  if (name === port.name) return changed;
  const read = side === "input" ? inputReference : outputReference;
  const swapped = changeNode(changed, id, (node) => ({
    ...node,
    settings: mapSettings(node.settings, (value) => (read(value) === name ? { [`$${side}`]: port.name } : value)),
  }));
  const end = END[side];
  const edges = mapKeeping(swapped.edges, (edge) =>
    edge.kind === "data" && edge[end].node === id && edge[end].port === name
      ? { ...edge, [end]: { node: id, port: port.name } }
      : edge,
  );
  return { ...swapped, edges };
}

/** Removes one port and its edges; arguments that mention it stay and become a problem. */
export function removePort(document: PipelineDocument, id: string, side: PortSide, name: string): PipelineDocument {
  const changed = changePorts(document, id, side, (ports) => ports.filter((port) => port.name !== name));
  const end = END[side];
  const edges = changed.edges.filter(
    (edge) => edge.kind !== "data" || edge[end].node !== id || edge[end].port !== name,
  );
  return { ...changed, edges };
}

/** Replaces the whole folder; `git` says where it came from. */
export function setSource(document: PipelineDocument, id: string, source: Source, git: Git | null): PipelineDocument {
  return changeNode(document, id, (node) => ({ ...node, source, git: git ?? undefined }));
}

export function setSourceFile(document: PipelineDocument, id: string, path: string, file: SourceFile): PipelineDocument {
  return changeNode(document, id, (node) => ({ ...node, source: { ...node.source, [path]: file } }));
}

/** Renames a file in its place, unless the new name is taken; a script's setting follows. */
export function renameSourceFile(document: PipelineDocument, id: string, path: string, to: string): PipelineDocument {
  return changeNode(document, id, (node) => {
    const files = node.source ?? {};
    if (!Object.hasOwn(files, path) || Object.hasOwn(files, to)) return node;
    const source = Object.fromEntries(Object.entries(files).map(([name, file]) => [name === path ? to : name, file]));
    const started = node.settings.script_name === path;
    return { ...node, source, settings: started ? { ...node.settings, script_name: to } : node.settings };
  });
}

export function removeSourceFile(document: PipelineDocument, id: string, path: string): PipelineDocument {
  return changeNode(document, id, (node) => {
    if (!Object.hasOwn(node.source ?? {}, path)) return node;
    return { ...node, source: Object.fromEntries(Object.entries(node.source ?? {}).filter(([name]) => name !== path)) };
  });
}

export function addParameter(document: PipelineDocument, parameter: Parameter): PipelineDocument {
  return { ...document, parameters: [...document.parameters, parameter] };
}

/** Changes a parameter; a new name is carried into every setting and argument bound to it. */
export function changeParameter(document: PipelineDocument, name: string, parameter: Parameter): PipelineDocument {
  const parameters = document.parameters.map((old) => (old.name === name ? parameter : old));
  if (name === parameter.name) return { ...document, parameters };
  return { ...rebind(document, name, { $parameter: parameter.name }), parameters };
}

/** Removes a parameter; what was bound to it takes its default as a plain value. */
export function removeParameter(document: PipelineDocument, name: string): PipelineDocument {
  const parameter = document.parameters.find((candidate) => candidate.name === name);
  if (!parameter) return document;
  const parameters = document.parameters.filter((candidate) => candidate !== parameter);
  return { ...rebind(document, name, parameter.default), parameters };
}

export function addNote(document: PipelineDocument, note: Note): PipelineDocument {
  return { ...document, notes: [...document.notes, note] };
}

export function changeNote(document: PipelineDocument, note: Note): PipelineDocument {
  return { ...document, notes: mapKeeping(document.notes, (old) => (old.id === note.id ? note : old)) };
}

export function removeNotes(document: PipelineDocument, ids: readonly string[]): PipelineDocument {
  const gone = new Set(ids);
  return { ...document, notes: document.notes.filter((note) => !gone.has(note.id)) };
}

function changeNode(
  document: PipelineDocument,
  id: string,
  change: (node: GraphNode) => GraphNode,
): PipelineDocument {
  return { ...document, nodes: mapKeeping(document.nodes, (node) => (node.id === id ? change(node) : node)) };
}

const END = { input: "target", output: "source" } as const;

function changePorts(
  document: PipelineDocument,
  id: string,
  side: PortSide,
  change: (ports: readonly (InputPort | OutputPort)[]) => readonly (InputPort | OutputPort)[],
): PipelineDocument {
  return changeNode(document, id, (node) =>
    side === "input"
      ? { ...node, inputs: change(node.inputs).map(asInput) }
      : { ...node, outputs: change(node.outputs).map(({ name, type }) => ({ name, type })) },
  );
}

function asInput(port: InputPort | OutputPort): InputPort {
  return { name: port.name, type: port.type, optional: "optional" in port && port.optional };
}

function rebind(document: PipelineDocument, parameter: string, to: Json): PipelineDocument {
  const nodes = mapKeeping(document.nodes, (node) => {
    const settings = mapSettings(node.settings, (value) => (boundParameter(value) === parameter ? to : value));
    return settings === node.settings ? node : { ...node, settings };
  });
  return { ...document, nodes };
}

/** Applies `change` to each setting and to each item of a list setting; the same object when nothing changed. */
function mapSettings(settings: Settings, change: (value: Json) => Json): Settings {
  let touched = false;
  const entries = Object.entries(settings).map(([name, value]) => {
    const changed = Array.isArray(value) ? (mapKeeping(value, change) as Json[]) : change(value);
    touched ||= changed !== value;
    return [name, changed] as const;
  });
  return touched ? Object.fromEntries(entries) : settings;
}

/** Like `map`, but gives back the same array when no item changed, so that identity tells what did. */
function mapKeeping<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const changed = items.map(change);
  return changed.some((item, index) => item !== items[index]) ? changed : items;
}
