/** Lineage as the canvas draws it: every thing a card, every "made from" an edge. */
import type { Lineage, LineageNode, LineageType } from "@/api/lineage";
import { EMPTY_DOCUMENT, type GraphNode, type PipelineDocument } from "@/graph/document";
import type { Kinds, StepKind } from "@/graph/kinds";

const FROM = "from";
const TO = "to";

const ICONS: Record<LineageType, string> = {
  file: "file",
  output: "file-export",
  step: "terminal-2",
  dataset: "table",
  model: "cube",
  run: "player-play",
};

/** Kinds of cards, which no catalog lists. `words` names a type. */
export function lineageKinds(words: (type: LineageType) => string): Kinds {
  const types = Object.keys(ICONS) as LineageType[];
  return Object.fromEntries(types.map((type) => [type, kindOf(type, words(type))]));
}

function kindOf(type: LineageType, title: string): StepKind {
  return {
    name: type, version: "1", title, summary: title, group: "data", icon: ICONS[type], inputs: [], outputs: [],
    dynamic_ports: true, has_source: false, executes: false, launch: "none",
    schema: { title, type: "object", required: [], properties: { about: ABOUT } },
  };
}

/** A setting of this format is what a card's second line shows. */
const ABOUT = {
  title: "", description: "", type: "string", "x-group": "", "x-type": "string", "x-format": "datapath", "x-bindable": false,
} as const;

export type Direction = "both" | "up" | "down";

/** What led to the focus, what came of it, or both. */
export function sliceOf({ nodes, edges, focus }: Lineage, direction: Direction): Pick<Lineage, "nodes" | "edges"> {
  const up = direction === "down" ? [] : reach(focus, edges.map(({ source, target }) => [target, source]));
  const down = direction === "up" ? [] : reach(focus, edges.map(({ source, target }) => [source, target]));
  const kept = new Set([focus, ...up, ...down]);
  if (direction === "both") nodes.forEach(({ id }) => kept.add(id));
  return {
    nodes: nodes.filter(({ id }) => kept.has(id)),
    edges: edges.filter(({ source, target }) => kept.has(source) && kept.has(target)),
  };
}

function reach(start: string, steps: readonly (readonly [string, string])[]): Set<string> {
  const found = new Set<string>();
  const open = [start];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    for (const [from, to] of steps) {
      if (from !== here || found.has(to)) continue;
      found.add(to);
      open.push(to);
    }
  }
  return found;
}

export function lineageDocument({ nodes, edges }: Pick<Lineage, "nodes" | "edges">): PipelineDocument {
  const sources = new Set(edges.map(({ source }) => source));
  const targets = new Set(edges.map(({ target }) => target));
  return {
    ...EMPTY_DOCUMENT,
    nodes: nodes.map((node) => cardOf(node, targets.has(node.id), sources.has(node.id))),
    edges: edges.map(({ source, target }) => ({
      id: `${source}→${target}`,
      kind: "data",
      source: { node: source, port: TO },
      target: { node: target, port: FROM },
    })),
  };
}

function cardOf({ id, type, title, subtitle }: LineageNode, hasFrom: boolean, hasTo: boolean): GraphNode {
  return {
    id, kind: type, kind_version: "1", title, settings: { about: subtitle }, source: null, position: { x: 0, y: 0 }, comment: "",
    inputs: hasFrom ? [{ name: FROM, type: "any", optional: false }] : [],
    outputs: hasTo ? [{ name: TO, type: "any" }] : [],
  };
}
