/** What a canvas is given and what it tells: props in, gestures out. It keeps nothing of the pipeline itself. */
import type { ReactNode, Ref } from "react";
import type { Kinds } from "@/graph/kinds";
import type { Side, Wish } from "@/graph/connect";
import type { EdgeKind, Note, PipelineDocument, PortAddress, Position } from "@/graph/document";
import type { Positions } from "@/graph/edit";
import type { StatusLook } from "@/ui/status";

export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly notes: readonly string[];
}

export const NOTHING_SELECTED: Selection = { nodes: [], edges: [], notes: [] };

/** What a card shows at its right edge: always an icon and a word, never a colour alone. */
export interface CardStatus extends StatusLook {
  readonly word: string;
  /** Takes the place of the quiet second line. */
  readonly line?: string;
  /** Shows the hairline of progress: a share of 0–1, or `null` while nobody knows how far it is. */
  readonly progress?: number | null;
}

/** An edge let go over empty canvas: the end that is held, and where the other one was dropped. */
export interface DanglingEdge {
  readonly kind: EdgeKind;
  readonly side: Side;
  readonly held: PortAddress;
}

/** A point on the screen (pixels of the window) and the same point in the document. */
export interface Spot {
  readonly screen: Position;
  readonly document: Position;
}

export type Target =
  | { readonly kind: "canvas" }
  | { readonly kind: "node"; readonly id: string }
  | { readonly kind: "edge"; readonly id: string }
  | { readonly kind: "note"; readonly id: string };

export interface Gestures {
  onSelect?(selection: Selection): void;
  /** Double click on a card, or Enter on the selected one. */
  onOpen?(nodeId: string): void;
  /** The end of a drag: where each moved node and note now is. */
  onMove?(positions: Positions): void;
  onConnect?(wish: Wish): void;
  onDropEdge?(edge: DanglingEdge, at: Spot): void;
  /** Double click on empty canvas. */
  onAddAt?(at: Spot): void;
  /** The end of an inline rename; `null` when it was given up. */
  onRename?(nodeId: string, title: string | null): void;
  onChangeNote?(noteId: string, change: Partial<Omit<Note, "id">>): void;
  /** The button and key of the automatic layout; without it there is no such button. */
  onTidy?(): void;
  onMenu?(target: Target, at: Spot): void;
}

export interface PipelineCanvasProps extends Gestures {
  readonly document: PipelineDocument;
  readonly kinds: Kinds;
  readonly selection: Selection;
  readonly statuses?: ReadonlyMap<string, CardStatus>;
  readonly readOnly?: boolean;
  /** The node whose title is being edited on its card. */
  readonly renaming?: string | null;
  /** Name of the canvas for screen readers. */
  readonly label: string;
  readonly ref?: Ref<CanvasHandle>;
  /** What lies over the canvas, such as a notice. */
  readonly children?: ReactNode;
}

/** What others may ask of a canvas that is on the screen. */
export interface CanvasHandle {
  focus(): void;
  fit(): void;
  zoomIn(): void;
  zoomOut(): void;
  zoomTo(zoom: number): void;
  /** Brings nodes (or notes) into view, without zooming in further than 100 %. */
  show(ids: readonly string[]): void;
  /** Centres one node at the present zoom. */
  centre(id: string): void;
  /** Lets things slide to new places (at once with reduced motion), then calls `done`, which saves them. */
  glide(positions: Positions, done: () => void): void;
  toDocument(screen: Position): Position;
  /** The middle of what is in view. */
  middle(): Spot;
  /** Where the pointer was last over the canvas, else the middle. */
  pointer(): Spot;
  contains(screen: Position): boolean;
}
