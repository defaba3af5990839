/** What one version of a pipeline has that another has not, in terms a person would use. */
import type { GraphEdge, GraphNode, PipelineDocument } from "./document";

export type Change =
  | { readonly code: "step_added" | "step_removed" | "step_moved" | "comment_changed" | "ports_changed"; readonly step: string }
  | { readonly code: "step_renamed"; readonly step: string; readonly to: string }
  | { readonly code: "settings_changed"; readonly step: string; readonly names: readonly string[] }
  | { readonly code: "files_changed"; readonly step: string; readonly names: readonly string[] }
  | { readonly code: "edge_added" | "edge_removed"; readonly from: string; readonly to: string }
  | { readonly code: "parameter_added" | "parameter_removed" | "parameter_changed"; readonly name: string }
  | { readonly code: "notes_changed"; readonly count: number };

/** Changes from `before` to `after`, in the order steps, edges, parameters, notes. */
export function difference(before: PipelineDocument, after: PipelineDocument): Change[] {
  return [
    ...stepChanges(before, after),
    ...edgeChanges(before, after),
    ...parameterChanges(before, after),
    ...noteChanges(before, after),
  ];
}

function stepChanges(before: PipelineDocument, after: PipelineDocument): Change[] {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Set(after.nodes.map((node) => node.id));
  const gone = before.nodes.filter((node) => !now.has(node.id));
  return [
    ...after.nodes.flatMap((node): Change[] => {
      const earlier = old.get(node.id);
      return earlier ? nodeChanges(earlier, node) : [{ code: "step_added", step: nameOf(node) }];
    }),
    ...gone.map((node): Change => ({ code: "step_removed", step: nameOf(node) })),
  ];
}

function nodeChanges(before: GraphNode, after: GraphNode): Change[] {
  if (before === after) return [];
  const step = nameOf(before);
  const changes: Change[] = [];
  if (nameOf(after) !== step) changes.push({ code: "step_renamed", step, to: nameOf(after) });
  const settings = changedKeys(before.settings, after.settings);
  if (settings.length > 0) changes.push({ code: "settings_changed", step, names: settings });
  const files = changedKeys(before.source ?? {}, after.source ?? {});
  if (files.length > 0) changes.push({ code: "files_changed", step, names: files });
  if (!same([before.inputs, before.outputs], [after.inputs, after.outputs])) changes.push({ code: "ports_changed", step });
  if (before.comment !== after.comment) changes.push({ code: "comment_changed", step });
  if (!same(before.position, after.position)) changes.push({ code: "step_moved", step });
  return changes;
}

function edgeChanges(before: PipelineDocument, after: PipelineDocument): Change[] {
  const names = new Map([...before.nodes, ...after.nodes].map((node) => [node.id, nameOf(node)]));
  const told = (code: "edge_added" | "edge_removed", { source, target }: GraphEdge): Change => ({
    code,
    from: names.get(source.node) ?? source.node,
    to: names.get(target.node) ?? target.node,
  });
  const old = new Set(before.edges.map(edgeKey));
  const now = new Set(after.edges.map(edgeKey));
  return [
    ...after.edges.filter((edge) => !old.has(edgeKey(edge))).map((edge) => told("edge_added", edge)),
    ...before.edges.filter((edge) => !now.has(edgeKey(edge))).map((edge) => told("edge_removed", edge)),
  ];
}

function parameterChanges(before: PipelineDocument, after: PipelineDocument): Change[] {
  const old = new Map(before.parameters.map((parameter) => [parameter.name, parameter]));
  const now = new Set(after.parameters.map((parameter) => parameter.name));
  return [
    ...after.parameters.flatMap((parameter): Change[] => {
      const earlier = old.get(parameter.name);
      if (!earlier) return [{ code: "parameter_added", name: parameter.name }];
      return same(earlier, parameter) ? [] : [{ code: "parameter_changed", name: parameter.name }];
    }),
    ...before.parameters
      .filter((parameter) => !now.has(parameter.name))
      .map((parameter): Change => ({ code: "parameter_removed", name: parameter.name })),
  ];
}

function noteChanges(before: PipelineDocument, after: PipelineDocument): Change[] {
  const count = changedKeys(byId(before.notes), byId(after.notes)).length;
  return count > 0 ? [{ code: "notes_changed", count }] : [];
}

/** Whether two documents say the same, whatever objects they are made of. */
export function sameDocument(one: PipelineDocument, other: PipelineDocument): boolean {
  return one === other || same(one, other);
}

function nameOf(node: GraphNode): string {
  return node.title || node.kind;
}

function edgeKey({ kind, source, target }: GraphEdge): string {
  return `${kind} ${source.node}/${source.port} ${target.node}/${target.port}`;
}

function byId<Item extends { id: string }>(items: readonly Item[]): Record<string, Item> {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}

function changedKeys(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !same(before[key], after[key]));
}

/** Deep equality of JSON values; the order of keys does not matter. */
function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const left = Object.entries(one);
  const right = new Map(Object.entries(other));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}
