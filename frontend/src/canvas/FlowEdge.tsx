/** Edges: data flows along a line in the colour of its type when touched; an order without data is dashed. */
import { BaseEdge, getBezierPath, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { FlowEdge as Edge } from "./flow";
import classes from "./canvas.module.css";

const GRIP = 18;

function edgeComponent(className: string | undefined) {
  return memo(function Edge(props: EdgeProps<Edge>) {
    const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
    const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
    const state = [props.selected && classes.chosen, props.data?.hot && classes.hot].filter(Boolean).join(" ");
    return <BaseEdge path={path} interactionWidth={GRIP} className={`${classes.edge} ${className} ${state}`} />;
  });
}

export const DataEdge = edgeComponent(classes.dataEdge);
export const RunAfterEdge = edgeComponent(classes.runAfterEdge);
