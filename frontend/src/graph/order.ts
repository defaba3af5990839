/** In which order steps can run: it comes from edges only. */
import type { PipelineDocument } from "./document";

type Links = ReadonlyMap<string, ReadonlySet<string>>;

/** For every node the nodes that come before it. Edges with an unknown end are left out. */
export function dependencies(document: PipelineDocument): Links {
  const before = new Map(document.nodes.map((node) => [node.id, new Set<string>()]));
  for (const { source, target } of document.edges) {
    if (before.has(source.node)) before.get(target.node)?.add(source.node);
  }
  return before;
}

/**
 * Node ids so that every edge points forward, wave by wave; `null` when a cycle makes that impossible.
 */
export function order(document: PipelineDocument): string[] | null {
  const before = new Map([...dependencies(document)].map(([node, needed]) => [node, needed.size]));
  const after = followers(document);
  const place = placeOf(document);
  const ordered: string[] = [];
  let ready = [...before.keys()].filter((node) => before.get(node) === 0);
  while (ready.length > 0) {
    const freed: string[] = [];
    for (const node of ready) {
      for (const later of after.get(node) ?? []) {
        const left = (before.get(later) ?? 0) - 1;
        before.set(later, left);
        if (left === 0) freed.push(later);
      }
    }
    ordered.push(...ready);
    ready = freed.sort((a, b) => place(a) - place(b));
  }
  return ordered.length === before.size ? ordered : null;
}

/** The groups of two or more nodes that wait for each other, ids in document order (Kosaraju). */
export function cycles(document: PipelineDocument): string[][] {
  const before = dependencies(document);
  const after = followers(document);
  const place = placeOf(document);
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const start of before.keys()) if (!seen.has(start)) finished.push(...walk(before, start, seen));
  seen.clear();
  const loops: string[][] = [];
  for (const start of finished.reverse()) {
    const group = seen.has(start) ? [] : walk(after, start, seen);
    if (group.length > 1) loops.push(group.sort((a, b) => place(a) - place(b)));
  }
  return loops.sort((a, b) => place(a[0]) - place(b[0]));
}

/** Every node that `id` is reached from (upstream) or that it reaches (downstream). */
export function reachable(document: PipelineDocument, id: string, way: "upstream" | "downstream"): ReadonlySet<string> {
  const links = way === "downstream" ? followers(document) : dependencies(document);
  const seen = new Set<string>();
  const waiting = [...(links.get(id) ?? [])];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...(links.get(node) ?? []));
  }
  return seen;
}

function followers(document: PipelineDocument): Links {
  const after = new Map(document.nodes.map((node) => [node.id, new Set<string>()]));
  for (const { source, target } of document.edges) {
    if (after.has(target.node)) after.get(source.node)?.add(target.node);
  }
  return after;
}

/** The nodes reached from `start` and not in `seen`, each after all it leads to; drawings may be deep. */
function walk(links: Links, start: string, seen: Set<string>): string[] {
  seen.add(start);
  const finished: string[] = [];
  const path = [{ node: start, rest: [...(links.get(start) ?? [])] }];
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const next = top.rest.pop();
    if (next === undefined) {
      finished.push(top.node);
      path.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      path.push({ node: next, rest: [...(links.get(next) ?? [])] });
    }
  }
  return finished;
}

function placeOf(document: PipelineDocument): (id: string | undefined) => number {
  const places = new Map(document.nodes.map((node, index) => [node.id, index]));
  return (id) => places.get(id ?? "") ?? -1;
}
