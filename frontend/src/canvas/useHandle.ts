/** What the rooms above may ask of a canvas on the screen. */
import { useReactFlow } from "@xyflow/react";
import { useImperativeHandle, useRef, type Ref, type RefObject } from "react";
import type { Position } from "@/graph/document";
import type { Positions } from "@/graph/edit";
import type { FlowEdge, FlowNode } from "./flow";
import type { CanvasHandle, Spot } from "./types";

const MOVE_MS = 150;
/** A little more room at the right, where the map lies. */
export const FIT = { padding: { top: "32px", bottom: "32px", left: "32px", right: "12%" }, maxZoom: 1 } as const;

function isStill(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function useCanvasHandle(
  ref: Ref<CanvasHandle> | undefined,
  frame: RefObject<HTMLDivElement | null>,
  setMoving: (moving: Positions | null) => void,
) {
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const lastPointer = useRef<Position | null>(null);

  const options = () => ({ duration: isStill() ? 0 : MOVE_MS });
  const spotAt = (screen: Position): Spot => ({ screen, document: flow.screenToFlowPosition(screen) });
  const contains = ({ x, y }: Position): boolean => {
    const box = frame.current?.getBoundingClientRect();
    return box !== undefined && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  };
  const middle = (): Spot => {
    const box = frame.current?.getBoundingClientRect() ?? new DOMRect();
    return spotAt({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  };

  const handle: CanvasHandle = {
    focus: () => frame.current?.querySelector<HTMLElement>("[role=application]")?.focus({ preventScroll: true }),
    fit: () => void flow.fitView({ ...FIT, ...options() }),
    zoomIn: () => void flow.zoomIn(options()),
    zoomOut: () => void flow.zoomOut(options()),
    zoomTo: (zoom) => void flow.zoomTo(zoom, options()),
    show: (ids) => void flow.fitView({ ...FIT, nodes: ids.map((id) => ({ id })), ...options() }),
    centre: (id) => {
      const node = flow.getNode(id);
      if (!node) return;
      const { width = 0, height = 0 } = node.measured ?? {};
      const zoom = Math.max(flow.getZoom(), 0.6);
      void flow.setCenter(node.position.x + width / 2, node.position.y + height / 2, { zoom, ...options() });
    },
    glide: (positions, done) => {
      glide(flow.getNodes(), positions, setMoving, () => {
        setMoving(null);
        done();
      });
    },
    toDocument: (screen) => flow.screenToFlowPosition(screen),
    middle,
    pointer: () => (lastPointer.current && contains(lastPointer.current) ? spotAt(lastPointer.current) : middle()),
    contains,
  };
  useImperativeHandle(ref, () => handle);
  return {
    handle,
    spotAt,
    follow: (screen: Position) => {
      lastPointer.current = screen;
    },
  };
}

function glide(nodes: readonly FlowNode[], goal: Positions, show: (moving: Positions) => void, done: () => void): void {
  const starts = nodes.filter((node) => goal[node.id]);
  const begin = performance.now();
  const frame = (now: number) => {
    const share = isStill() ? 1 : Math.min(1, (now - begin) / MOVE_MS);
    if (share >= 1) {
      done();
      return;
    }
    const eased = 1 - (1 - share) ** 3;
    show(Object.fromEntries(starts.map(({ id, position }) => [id, between(position, goal[id] ?? position, eased)])));
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

function between(from: Position, to: Position, share: number): Position {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
