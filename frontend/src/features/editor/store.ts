/** The drawing in one place. An action is a name for a function of `graph/edit`, so undo is a list of documents. */
import { createStore } from "zustand";
import type { Part } from "@/api/forecast";
import { NOTHING_SELECTED, type DanglingEdge, type Selection, type Spot, type Target } from "@/canvas";
import type { PipelineDocument } from "@/graph/document";
import { record, redo, startHistory, undo, type History } from "@/graph/history";

/** What stands at the right: the inspector of what is selected, or a panel that was called. */
export type Panel = "inspector" | "submit" | "publish";

/** A list that was called at a point of the canvas. */
export type Menu =
  | { readonly kind: "add"; readonly at: Spot; readonly edge: DanglingEdge | null }
  | { readonly kind: "connect"; readonly at: Spot; readonly node: string }
  | { readonly kind: "context"; readonly at: Spot; readonly target: Target };

export interface FieldFocus {
  readonly node: string;
  readonly field: string;
}

export interface EditOptions {
  /** Edits with the same label in quick succession are one step of undo. */
  readonly label?: string;
  readonly select?: Partial<Selection>;
}

export interface EditorState {
  readonly history: History;
  readonly selection: Selection;
  readonly renaming: string | null;
  readonly panel: Panel;
  /** Which part of the pipeline the submit panel would run; null is all of it. */
  readonly part: Part | null;
  readonly menu: Menu | null;
  /** The field that a problem led to, until it has the focus. */
  readonly focus: FieldFocus | null;
  /** The tab of the step inspector. */
  readonly tab: string;
  edit(change: (document: PipelineDocument) => PipelineDocument, options?: EditOptions): void;
  undo(): void;
  redo(): void;
  select(selection: Partial<Selection>): void;
  set(change: Partial<Pick<EditorState, "renaming" | "panel" | "part" | "menu" | "focus" | "tab">>): void;
}

export type EditorStore = ReturnType<typeof createEditorStore>;

export function createEditorStore(document: PipelineDocument, selected: string | null, now: () => number = Date.now) {
  return createStore<EditorState>()((set) => ({
    history: startHistory(document),
    selection: selected ? { ...NOTHING_SELECTED, nodes: [selected] } : NOTHING_SELECTED,
    renaming: null,
    panel: "inspector",
    part: null,
    menu: null,
    focus: null,
    tab: "settings",
    edit: (change, { label, select } = {}) => {
      set((state) => {
        const document = change(state.history.present);
        const history = record(state.history, document, label ?? null, now());
        const selection = select ? { ...NOTHING_SELECTED, ...select } : existing(state.selection, document);
        return { history, selection };
      });
    },
    undo: () => {
      set((state) => travel(state, undo(state.history)));
    },
    redo: () => {
      set((state) => travel(state, redo(state.history)));
    },
    select: (selection) => {
      set((state) => ({
        selection: { ...NOTHING_SELECTED, ...selection },
        panel: "inspector",
        // A step inspector keeps its tab while one walks from step to step.
        focus: state.focus && selection.nodes?.[0] === state.focus.node ? state.focus : null,
      }));
    },
    set: (change) => {
      set(change);
    },
  }));
}

function travel(state: EditorState, history: History): Partial<EditorState> {
  return { history, selection: existing(state.selection, history.present), renaming: null };
}

/** The selection without what is not in the document any more; the same object when all of it is. */
function existing(selection: Selection, document: PipelineDocument): Selection {
  const keep = (chosen: readonly string[], there: readonly { id: string }[]) => {
    if (chosen.length === 0) return chosen;
    const ids = new Set(there.map(({ id }) => id));
    return chosen.every((id) => ids.has(id)) ? chosen : chosen.filter((id) => ids.has(id));
  };
  const nodes = keep(selection.nodes, document.nodes);
  const edges = keep(selection.edges, document.edges);
  const notes = keep(selection.notes, document.notes);
  const same = nodes === selection.nodes && edges === selection.edges && notes === selection.notes;
  return same ? selection : { nodes, edges, notes };
}
