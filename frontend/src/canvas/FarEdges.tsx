/** All edges as two lines of one drawing: from far away hundreds of separate ones cost more than they show. */
import { ViewportPortal } from "@xyflow/react";
import { memo } from "react";
import type { PipelineDocument, PortAddress, Position } from "@/graph/document";
import type { Positions } from "@/graph/edit";
import { inputsOf, outputsOf, type Kinds } from "@/graph/kinds";
import { CARD, portOffsets } from "./geometry";
import classes from "./canvas.module.css";

interface FarEdgesProps {
  readonly document: PipelineDocument;
  readonly kinds: Kinds;
  readonly moving: Positions | null;
  /** Steps whose edges are drawn strong. */
  readonly chosen: readonly string[];
}

export const FarEdges = memo(function FarEdges(props: FarEdgesProps) {
  const [quiet, strong] = farPaths(props);
  return (
    <ViewportPortal>
      <svg className={classes.farEdges} aria-hidden>
        <path d={quiet} />
        <path d={strong} className={classes.hot} />
      </svg>
    </ViewportPortal>
  );
});

/** The path of the edges that touch nothing chosen, and of those that do. */
export function farPaths({ document, kinds, moving, chosen }: FarEdgesProps): [string, string] {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const strong = new Set(chosen);
  const end = ({ node: id, port }: PortAddress, side: "source" | "target"): Position | null => {
    const node = nodes.get(id);
    if (!node) return null;
    const { x, y } = moving?.[id] ?? node.position;
    if (port === "") return { x: side === "source" ? x + CARD.width : x, y: y + CARD.height / 2 };
    const ports = side === "source" ? outputsOf(node, kinds[node.kind]) : inputsOf(node, kinds[node.kind]);
    const offset = portOffsets(ports.length)[ports.findIndex((each) => each.name === port)];
    return offset === undefined ? null : { x: x + offset, y: side === "source" ? y + CARD.height : y };
  };
  const lines: [string[], string[]] = [[], []];
  for (const { source, target } of document.edges) {
    const from = end(source, "source");
    const to = end(target, "target");
    if (!from || !to) continue;
    const bend = Math.abs(to.y - from.y) / 2;
    const line = `M${from.x} ${from.y}C${from.x} ${from.y + bend} ${to.x} ${to.y - bend} ${to.x} ${to.y}`;
    lines[strong.has(source.node) || strong.has(target.node) ? 1 : 0].push(line);
  }
  return [lines[0].join(""), lines[1].join("")];
}
