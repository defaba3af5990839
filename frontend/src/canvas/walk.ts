/** Where an arrow key leads: along edges first, else to what lies that way. */
import type { GraphNode, PipelineDocument } from "@/graph/document";

export type Direction = "up" | "down" | "left" | "right";

export const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** The node to go to; the topmost one when nothing is selected; `from` itself where the way ends. */
export function neighbour(document: PipelineDocument, from: string | undefined, way: Direction): string | undefined {
  const start = document.nodes.find((node) => node.id === from);
  if (!start) return nearest([...document.nodes], (node) => node.position.y * 4 + node.position.x)?.id;
  const linked = linkedNodes(document, start.id, way);
  const distance = distanceFrom(start, way);
  const ahead = document.nodes.filter((node) => node.id !== start.id && distance(node) < Infinity);
  const target = nearest(linked, distance) ?? nearest(ahead, distance);
  return (target ?? start).id;
}

/** Up and down follow edges, whatever the drawing looks like. */
function linkedNodes(document: PipelineDocument, id: string, way: Direction): GraphNode[] {
  if (way === "left" || way === "right") return [];
  const ends = document.edges
    .filter((edge) => (way === "down" ? edge.source.node : edge.target.node) === id)
    .map((edge) => (way === "down" ? edge.target.node : edge.source.node));
  return document.nodes.filter((node) => ends.includes(node.id));
}

/** How far a node is in one direction; being off to the side counts double, being behind is infinite. */
function distanceFrom(start: GraphNode, way: Direction): (node: GraphNode) => number {
  return (node) => {
    const dx = node.position.x - start.position.x;
    const dy = node.position.y - start.position.y;
    const along = { up: -dy, down: dy, left: -dx, right: dx }[way];
    const aside = Math.abs(way === "up" || way === "down" ? dx : dy);
    return along > 0 ? along + 2 * aside : Infinity;
  };
}

/** With equal (or infinite) distances the first one wins, so a linked node behind is still found. */
function nearest(nodes: readonly GraphNode[], distance: (node: GraphNode) => number): GraphNode | undefined {
  return nodes.reduce<GraphNode | undefined>(
    (best, node) => (best === undefined || distance(node) < distance(best) ? node : best),
    undefined,
  );
}
