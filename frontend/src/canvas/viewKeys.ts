/** Keys that only move the view or the selection; they work on every canvas, read-only ones too. */
import type { KeyboardEvent } from "react";
import type { CanvasHandle, PipelineCanvasProps } from "./types";
import { ARROWS, neighbour } from "./walk";

const VIEW: Readonly<Record<string, (handle: CanvasHandle) => void>> = {
  "1": (handle) => {
    handle.fit();
  },
  "0": (handle) => {
    handle.zoomTo(1);
  },
  "+": (handle) => {
    handle.zoomIn();
  },
  "=": (handle) => {
    handle.zoomIn();
  },
  "-": (handle) => {
    handle.zoomOut();
  },
};

/** Handles the key when it is one of these; says whether it was. */
export function viewKey(event: KeyboardEvent, props: PipelineCanvasProps, handle: CanvasHandle): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { document, selection, onSelect, onOpen } = props;
  const selected = selection.nodes.at(-1);
  const way = ARROWS[event.key];
  if (way) {
    const next = neighbour(document, selected, way);
    if (next === undefined) return false;
    onSelect?.({ nodes: [next], edges: [], notes: [] });
    handle.centre(next);
    return true;
  }
  if (event.key === "z" && selection.nodes.length > 0) {
    handle.show(selection.nodes);
    return true;
  }
  if (event.key === "Enter" && selected !== undefined) {
    onOpen?.(selected);
    return true;
  }
  const view = VIEW[event.key];
  view?.(handle);
  return view !== undefined;
}
