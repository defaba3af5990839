/** Edges: data flows along a line in the colour of its type when touched; an order without data is dashed. */
import { BaseEdge, getBezierPath, getSmoothStepPath, Position, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { FlowEdge as Edge } from "./flow";
import classes from "./canvas.module.css";

const GRIP = 18;
const ROOM = 8;

function edgeComponent(className: string | undefined) {
  return memo(function Edge(props: EdgeProps<Edge>) {
    const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
    const ends = { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition };
    // A curve that has to turn back is a spike; steps show the way around.
    const [path] = isBackward(props) ? getSmoothStepPath({ ...ends, borderRadius: 14 }) : getBezierPath(ends);
    const state = [props.selected && classes.chosen, props.data?.hot && classes.hot].filter(Boolean).join(" ");
    return <BaseEdge path={path} interactionWidth={GRIP} className={`${classes.edge} ${className} ${state}`} />;
  });
}

function isBackward({ sourceX, sourceY, targetX, targetY, sourcePosition }: EdgeProps<Edge>): boolean {
  return sourcePosition === Position.Bottom ? targetY < sourceY + ROOM : targetX < sourceX + ROOM;
}

export const DataEdge = edgeComponent(classes.dataEdge);
export const RunAfterEdge = edgeComponent(classes.runAfterEdge);
