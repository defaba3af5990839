/** The editor's parts as its components reach them. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { CanvasHandle } from "@/canvas";
import type { Draft } from "@/api/drafts";
import type { PipelineDocument } from "@/graph/document";
import type { Kinds } from "@/graph/kinds";
import type { Problem } from "@/graph/problems";
import type { Autosaver, Saving } from "./saving/Autosaver";
import type { BlobKeeper } from "./saving/BlobKeeper";
import type { EditorState, EditorStore } from "./store";

/** The canvas while it is on the screen. */
export interface CanvasHolder {
  current: CanvasHandle | null;
  attach(handle: CanvasHandle | null): void;
}

export interface EditorParts {
  readonly workspace: { readonly id: string; readonly name: string };
  readonly draft: Draft;
  readonly kinds: Kinds;
  readonly store: EditorStore;
  readonly saver: Autosaver;
  readonly blobs: BlobKeeper;
  readonly canvas: CanvasHolder;
  readonly readOnly: boolean;
}

export const EditorContext = createContext<EditorParts | null>(null);
export const ProblemsContext = createContext<readonly Problem[]>([]);

export function useParts(): EditorParts {
  const parts = use(EditorContext);
  if (!parts) throw new Error("useParts is called outside the editor.");
  return parts;
}

export function useEditor<Slice>(select: (state: EditorState) => Slice): Slice {
  return useStore(useParts().store, select);
}

/** The actions and the latest state, for event handlers; reading it renders nothing. */
export function useEditorStore(): EditorStore {
  return useParts().store;
}

export function useDocument(): PipelineDocument {
  return useEditor((state) => state.history.present);
}

export function useProblems(): readonly Problem[] {
  return use(ProblemsContext);
}

export function useSaving<Slice>(select: (saving: Saving) => Slice): Slice {
  return useStore(useParts().saver.state, select);
}
