/** What cards and ports need to know of the canvas around them, beyond their own data. */
import { createContext, use } from "react";
import type { Judge, Side } from "@/graph/connect";
import type { EdgeKind, Note, PortAddress } from "@/graph/document";

/** An edge in a hand: its held end, and the judge of every other end. */
export interface HeldEdge {
  readonly kind: EdgeKind;
  readonly side: Side;
  readonly held: PortAddress;
  readonly judge: Judge;
}

export const HeldEdgeContext = createContext<HeldEdge | null>(null);

export interface CanvasActions {
  readonly readOnly: boolean;
  readonly renaming: string | null;
  rename(nodeId: string, title: string | null): void;
  changeNote(noteId: string, change: Partial<Omit<Note, "id">>): void;
}

export const CanvasActionsContext = createContext<CanvasActions>({
  readOnly: true,
  renaming: null,
  rename: () => undefined,
  changeNote: () => undefined,
});

export function useHeldEdge(): HeldEdge | null {
  return use(HeldEdgeContext);
}

export function useCanvasActions(): CanvasActions {
  return use(CanvasActionsContext);
}
