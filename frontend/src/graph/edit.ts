/** Every edit of a pipeline as a function document → document; nothing else changes a document. */
import {
  boundParameter,
  inputReference,
  outputReference,
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

/** Sets one setting; `undefined` takes it away, so that the kind's default counts again. */
export function setSetting(
  document: PipelineDocument,
  id: string,
  name: string,
  value: Json | undefined,
): PipelineDocument {
  return changeNode(document, id, (node) => {
    const settings = Object.fromEntries(Object.entries(node.settings).filter(([key]) => key !== name || value !== undefined));
    if (value !== undefined) settings[name] = value;
    return { ...node, settings };
  });
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

export function addInput(document: PipelineDocument, id: string, port: InputPort): PipelineDocument {
  return changeNode(document, id, (node) => ({ ...node, inputs: [...node.inputs, port] }));
}

export function addOutput(document: PipelineDocument, id: string, port: OutputPort): PipelineDocument {
  return changeNode(document, id, (node) => ({ ...node, outputs: [...node.outputs, port] }));
}

/** Changes one input; a new name is carried into the edges and arguments that mention the old one. */
export function changeInput(document: PipelineDocument, id: string, name: string, port: InputPort): PipelineDocument {
  const changed = changeNode(document, id, (node) => ({
    ...node,
    inputs: node.inputs.map((input) => (input.name === name ? port : input)),
    settings: renameReference(node.settings, inputReference, "$input", name, port.name),
  }));
  return renameEnds(changed, "target", id, name, port.name);
}

export function changeOutput(document: PipelineDocument, id: string, name: string, port: OutputPort): PipelineDocument {
  const changed = changeNode(document, id, (node) => ({
    ...node,
    outputs: node.outputs.map((output) => (output.name === name ? port : output)),
    settings: renameReference(node.settings, outputReference, "$output", name, port.name),
  }));
  return renameEnds(changed, "source", id, name, port.name);
}

/** Removes one input and the edges into it; arguments that mention it stay and become a problem. */
export function removeInput(document: PipelineDocument, id: string, name: string): PipelineDocument {
  const changed = changeNode(document, id, (node) => ({
    ...node,
    inputs: node.inputs.filter((input) => input.name !== name),
  }));
  return dropEnds(changed, "target", id, name);
}

export function removeOutput(document: PipelineDocument, id: string, name: string): PipelineDocument {
  const changed = changeNode(document, id, (node) => ({
    ...node,
    outputs: node.outputs.filter((output) => output.name !== name),
  }));
  return dropEnds(changed, "source", id, name);
}

export function setSourceFile(document: PipelineDocument, id: string, path: string, file: SourceFile): PipelineDocument {
  return changeSource(document, id, (source) => ({ ...source, [path]: file }));
}

/** Renames a file; when it is the step's script, the setting follows. */
export function renameSourceFile(document: PipelineDocument, id: string, path: string, to: string): PipelineDocument {
  const renamed = changeSource(document, id, (source) =>
    Object.fromEntries(Object.entries(source).map(([name, file]) => [name === path ? to : name, file])),
  );
  return changeNode(renamed, id, (node) =>
    node.settings.script_name === path ? { ...node, settings: { ...node.settings, script_name: to } } : node,
  );
}

export function removeSourceFile(document: PipelineDocument, id: string, path: string): PipelineDocument {
  return changeSource(document, id, (source) =>
    Object.fromEntries(Object.entries(source).filter(([name]) => name !== path)),
  );
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

export function changeNote(document: PipelineDocument, id: string, change: Partial<Omit<Note, "id">>): PipelineDocument {
  return { ...document, notes: document.notes.map((note) => (note.id === id ? { ...note, ...change } : note)) };
}

export function removeNotes(document: PipelineDocument, ids: readonly string[]): PipelineDocument {
  const gone = new Set(ids);
  return { ...document, notes: document.notes.filter((note) => !gone.has(note.id)) };
}

export interface Addition {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly parameters: readonly Parameter[];
  readonly notes: readonly Note[];
}

/** Adds many things at once, as a paste does. Ids must be new to the document. */
export function addAll(document: PipelineDocument, addition: Addition): PipelineDocument {
  return {
    ...document,
    nodes: [...document.nodes, ...addition.nodes],
    edges: [...document.edges, ...addition.edges],
    parameters: [...document.parameters, ...addition.parameters],
    notes: [...document.notes, ...addition.notes],
  };
}

function changeNode(
  document: PipelineDocument,
  id: string,
  change: (node: GraphNode) => GraphNode,
): PipelineDocument {
  return { ...document, nodes: mapKeeping(document.nodes, (node) => (node.id === id ? change(node) : node)) };
}

function changeSource(document: PipelineDocument, id: string, change: (source: Source) => Source): PipelineDocument {
  return changeNode(document, id, (node) => ({ ...node, source: change(node.source ?? {}) }));
}

type End = "source" | "target";

function renameEnds(document: PipelineDocument, end: End, node: string, from: string, to: string): PipelineDocument {
  if (from === to) return document;
  const edges = mapKeeping(document.edges, (edge) =>
    edge.kind === "data" && edge[end].node === node && edge[end].port === from
      ? { ...edge, [end]: { node, port: to } }
      : edge,
  );
  return { ...document, edges };
}

function dropEnds(document: PipelineDocument, end: End, node: string, port: string): PipelineDocument {
  const edges = document.edges.filter((edge) => edge[end].node !== node || edge[end].port !== port);
  return { ...document, edges };
}

function renameReference(
  settings: Settings,
  read: (value: unknown) => string | null,
  key: "$input" | "$output",
  from: string,
  to: string,
): Settings {
  if (from === to) return settings;
  return mapSettings(settings, (value) => (read(value) === from ? { [key]: to } : value));
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
