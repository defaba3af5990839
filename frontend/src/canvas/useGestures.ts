/** React Flow's events turned into gestures on the document. */
import type { Connection, EdgeChange, NodeChange, OnConnectEnd, OnConnectStart, IsValidConnection } from "@xyflow/react";
import { useState } from "react";
import { fittingPorts, judgeFrom, type Wish } from "@/graph/connect";
import type { PortAddress, Position } from "@/graph/document";
import type { Positions } from "@/graph/edit";
import type { HeldEdge } from "./context";
import { portOf, type FlowEdge, type FlowNode } from "./flow";
import type { PipelineCanvasProps, Selection, Spot } from "./types";

type Changes = readonly { id: string; selected: boolean }[];

/** Where things are while a hand moves them; told once, when it lets go. */
export function useMoves({ onMove }: Pick<PipelineCanvasProps, "onMove">) {
  const [moving, setMoving] = useState<Positions | null>(null);
  const follow = (changes: readonly NodeChange<FlowNode>[]) => {
    const moves = changes.filter((change) => change.type === "position");
    const places: Record<string, Position> = {};
    for (const { id, position } of moves) if (position) places[id] = position;
    if (Object.keys(places).length === 0) return;
    if (moves.some((move) => move.dragging)) {
      setMoving((before) => ({ ...before, ...places }));
    } else {
      setMoving(null);
      onMove?.({ ...moving, ...places });
    }
  };
  return { moving, setMoving, follow };
}

/** Joins React Flow's separate tellings about nodes and edges into one selection. */
export function selectionAfter(selection: Selection, noteIds: ReadonlySet<string>, nodes: Changes, edges: Changes): Selection {
  const apply = (chosen: readonly string[], changes: Changes) => {
    const next = new Set(chosen);
    for (const { id, selected } of changes) {
      if (selected) next.add(id);
      else next.delete(id);
    }
    return [...next];
  };
  return {
    nodes: apply(selection.nodes, nodes.filter(({ id }) => !noteIds.has(id))),
    notes: apply(selection.notes, nodes.filter(({ id }) => noteIds.has(id))),
    edges: apply(selection.edges, edges),
  };
}

export function selectChanges(changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[]): Changes {
  return changes.filter((change) => change.type === "select");
}

function wishOf({ source, target, sourceHandle, targetHandle }: Omit<Connection, "sourceHandle" | "targetHandle"> & {
  sourceHandle?: string | null;
  targetHandle?: string | null;
}): Wish | null {
  const kinds = [portOf(sourceHandle), portOf(targetHandle)].map((port) => port === "");
  if (kinds[0] !== kinds[1]) return null;
  return {
    kind: kinds[0] ? "run_after" : "data",
    source: { node: source, port: portOf(sourceHandle) },
    target: { node: target, port: portOf(targetHandle) },
  };
}

function wishFor(held: HeldEdge, other: PortAddress): Wish {
  return held.side === "source"
    ? { kind: held.kind, source: held.held, target: other }
    : { kind: held.kind, source: other, target: held.held };
}

type ConnectProps = Pick<PipelineCanvasProps, "document" | "kinds" | "onConnect" | "onDropEdge">;

/** Drawing an edge by hand: what is held, what may take it, and where it is let go. */
export function useConnecting({ document, kinds, onConnect, onDropEdge }: ConnectProps, spotAt: (screen: Position) => Spot) {
  const [held, setHeld] = useState<HeldEdge | null>(null);

  const onConnectStart: OnConnectStart = (_, { nodeId, handleId, handleType }) => {
    if (!nodeId || !handleType) return;
    const address = { node: nodeId, port: portOf(handleId) };
    const kind = address.port === "" ? "run_after" : "data";
    setHeld({ kind, side: handleType, held: address, judge: judgeFrom(document, kinds, kind, handleType, address) });
  };
  const isValidConnection: IsValidConnection<FlowEdge> = (connection) => {
    const wish = wishOf(connection);
    return wish !== null && held !== null && held.judge(held.side === "source" ? wish.target : wish.source) === null;
  };
  const onConnectEnd: OnConnectEnd = (event, state) => {
    setHeld(null);
    if (!held || state.isValid || state.toHandle) return;
    const screen = pointOf(event);
    const card = cardAtPoint(screen);
    if (card === null) onDropEdge?.(held, spotAt(screen));
    else if (held.kind === "run_after") {
      if (held.judge({ node: card, port: "" }) === null) onConnect?.(wishFor(held, { node: card, port: "" }));
    } else {
      const [port] = fittingPorts(document, kinds, held.judge, held.side, card);
      if (port !== undefined) onConnect?.(wishFor(held, { node: card, port }));
    }
  };
  const connect = (connection: Connection) => {
    const wish = wishOf(connection);
    if (wish) onConnect?.(wish);
  };
  return { held, onConnectStart, onConnectEnd, isValidConnection, onConnect: connect };
}

function pointOf(event: MouseEvent | TouchEvent): Position {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}

/** The step under a point of the screen; an edge may be dropped anywhere on a card. */
function cardAtPoint({ x, y }: Position): string | null {
  const card = globalThis.document.elementFromPoint(x, y)?.closest<HTMLElement>(".react-flow__node-step");
  return card?.dataset.id ?? null;
}
