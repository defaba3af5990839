/** Every problem of a document as the server would name it, found while the hand is still moving. */
import type { GraphEdge, GraphNode, PipelineDocument } from "./document";
import { fits, inputsOf, outputsOf, type Kinds, type StepKind } from "./kinds";
import { isFilePath, isParameterName, isPortName } from "./names";
import { cycles } from "./order";
import { problem, type Problem } from "./problems";
import { checkSettings, fitsType, type Places } from "./settings";

export interface Known {
  readonly computeTargets?: readonly string[];
  readonly datastores?: readonly string[];
}

/** Problems in the order the server lists them; `known` are the names the workspace has. */
export function checkDocument(document: PipelineDocument, kinds: Kinds, known: Known = {}): Problem[] {
  const places: Places = {
    parameters: new Map(document.parameters.map((parameter) => [parameter.name, parameter])),
    computeTargets: known.computeTargets ?? null,
    datastores: known.datastores ?? null,
  };
  return [
    ...checkWhole(document, kinds),
    ...checkParameters(document),
    ...document.nodes.flatMap((node) => checkNode(node, kinds[node.kind], places)),
    ...checkEdges(document, kinds),
    ...checkInputs(document, kinds),
    ...cycles(document).map((nodes) => problem("cycle", { node: nodes[0] ?? null, detail: { nodes } })),
  ];
}

function checkWhole(document: PipelineDocument, kinds: Kinds): Problem[] {
  const executes = document.nodes.some((node) => kinds[node.kind]?.executes ?? true);
  const ids = new Set(document.nodes.map((node) => node.id));
  const parts = [...document.nodes, ...document.edges, ...document.notes];
  const repeats = repeated(parts.map((part) => part.id));
  return [
    ...(executes ? [] : [problem("empty_pipeline")]),
    ...repeats.map((id) => problem("duplicate_id", { node: ids.has(id) ? id : null, detail: { id } })),
  ];
}

function checkParameters({ parameters }: PipelineDocument): Problem[] {
  const each = parameters.flatMap(({ name, type, default: value }) => [
    ...(isParameterName(name) ? [] : [problem("bad_name", { field: name, detail: { name } })]),
    ...(fitsType(value, type) ? [] : [problem("parameter_type", { field: name, detail: { name, expected: type } })]),
  ]);
  const names = repeated(parameters.map((parameter) => parameter.name));
  return [...each, ...names.map((name) => problem("duplicate_name", { field: name, detail: { name } }))];
}

function checkNode(node: GraphNode, kind: StepKind | undefined, places: Places): Problem[] {
  if (!kind) return [problem("unknown_kind", { node: node.id, detail: { kind: node.kind } })];
  if (kind.version !== node.kind_version) {
    const detail = { kind: node.kind, version: node.kind_version, known: kind.version };
    return [problem("unknown_kind_version", { node: node.id, detail })];
  }
  return [
    ...(kind.dynamic_ports ? checkOwnPorts(node) : []),
    ...(kind.has_source ? checkSource(node, kind) : []),
    ...checkSettings(node, kind, places),
  ];
}

function checkOwnPorts(node: GraphNode): Problem[] {
  const names = [...node.inputs, ...node.outputs].map((port) => port.name);
  const about = (code: string, name: string) => problem(code, { node: node.id, port: name, detail: { name } });
  return [
    ...names.filter((name) => !isPortName(name)).map((name) => about("bad_name", name)),
    ...repeated(names).map((name) => about("duplicate_name", name)),
  ];
}

function checkSource(node: GraphNode, kind: StepKind): Problem[] {
  const files = Object.keys(node.source ?? {});
  const badly = badFiles(files).map((detail) => problem("bad_name", { node: node.id, field: "source", detail }));
  const scripts = Object.entries(kind.schema.properties).flatMap(([field, schema]) => {
    const script = node.settings[field];
    const known = schema["x-format"] !== "script" || typeof script !== "string" || files.includes(script);
    return known ? [] : [problem("script_missing", { node: node.id, field, detail: { script } })];
  });
  return [...badly, ...scripts];
}

/** Paths that are none, or that would fall together with another in one folder (`other`). */
function badFiles(files: readonly string[]): { name: string; other?: string }[] {
  const seen = new Map<string, { prefix: string; isFile: boolean }>();
  return [...files].sort().flatMap((path) => {
    if (!isFilePath(path)) return [{ name: path }];
    const parts = path.split("/");
    for (const index of parts.keys()) {
      const prefix = parts.slice(0, index + 1).join("/");
      const isFile = index === parts.length - 1;
      const first = seen.get(prefix.toLowerCase());
      if (first && (first.prefix !== prefix || first.isFile !== isFile)) return [{ name: path, other: first.prefix }];
      seen.set(prefix.toLowerCase(), { prefix, isFile });
    }
    return [];
  });
}

function checkEdges(document: PipelineDocument, kinds: Kinds): Problem[] {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const each = document.edges.flatMap((edge) => checkEdge(edge, nodes, kinds));
  const fed = document.edges
    .filter((edge) => edge.kind === "data" && nodes.has(edge.target.node))
    .map((edge) => `${edge.target.node}/${edge.target.port}`);
  const doubles = repeated(fed).map((end) => {
    const at = end.indexOf("/");
    const port = end.slice(at + 1);
    return problem("two_producers", { node: end.slice(0, at), port, detail: { port } });
  });
  return [...each, ...doubles];
}

function checkEdge(edge: GraphEdge, nodes: ReadonlyMap<string, GraphNode>, kinds: Kinds): Problem[] {
  const source = nodes.get(edge.source.node);
  const target = nodes.get(edge.target.node);
  if (!source || !target) {
    const known = (source ?? target)?.id ?? null;
    const lost = [edge.source.node, edge.target.node].filter((id) => !nodes.has(id));
    return lost.map((node) => problem("unknown_node", { node: known, detail: { edge: edge.id, node } }));
  }
  const self = source === target ? [problem("self_edge", { node: source.id, detail: { edge: edge.id } })] : [];
  return edge.kind === "data" ? [...self, ...checkFlow(edge, source, target, kinds)] : self;
}

function checkFlow(edge: GraphEdge, source: GraphNode, target: GraphNode, kinds: Kinds): Problem[] {
  const giver = kinds[source.kind];
  const taker = kinds[target.kind];
  const output = giver && outputsOf(source, giver).find((port) => port.name === edge.source.port);
  const input = taker && inputsOf(target, taker).find((port) => port.name === edge.target.port);
  const unknown = ({ node, port }: GraphEdge["source"]) =>
    problem("unknown_port", { node, port, detail: { edge: edge.id, port } });
  const problems = [
    ...(giver && !output ? [unknown(edge.source)] : []),
    ...(taker && !input ? [unknown(edge.target)] : []),
  ];
  if (output && input && !fits(output.type, input.type)) {
    const detail = { edge: edge.id, from_type: output.type, to_type: input.type };
    problems.push(problem("type_mismatch", { node: target.id, port: edge.target.port, detail }));
  }
  return problems;
}

function checkInputs(document: PipelineDocument, kinds: Kinds): Problem[] {
  const fed = new Set(
    document.edges.filter((edge) => edge.kind === "data").map((edge) => `${edge.target.node}/${edge.target.port}`),
  );
  return document.nodes.flatMap((node) => {
    const kind = kinds[node.kind];
    if (!kind) return [];
    return inputsOf(node, kind)
      .filter((port) => !port.optional && !fed.has(`${node.id}/${port.name}`))
      .map(({ name: port }) => problem("missing_input", { node: node.id, port, detail: { port } }));
  });
}

function repeated(items: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([item]) => item);
}
