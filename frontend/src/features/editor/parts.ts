/** Puts an editor together from a draft and the catalog. */
import type { Draft } from "@/api/drafts";
import type { Kinds } from "@/graph/kinds";
import type { CanvasHolder, EditorParts } from "./context";
import { Autosaver } from "./saving/Autosaver";
import { BlobKeeper } from "./saving/BlobKeeper";
import { createEditorStore } from "./store";

export interface Opening {
  readonly workspace: EditorParts["workspace"] & { readonly role: string };
  readonly draft: Draft;
  readonly kinds: Kinds;
  /** The step the address names. */
  readonly selected: string | null;
}

export function makeParts({ workspace, draft, kinds, selected }: Opening): EditorParts {
  const store = createEditorStore(draft.document, selected);
  const blobs = new BlobKeeper(workspace.id);
  const saver = new Autosaver(workspace.id, draft, () => store.getState().history.present, blobs);
  const canvas: CanvasHolder = {
    current: null,
    attach: (handle) => {
      canvas.current = handle;
    },
  };
  return { workspace, draft, kinds, store, blobs, saver, canvas, readOnly: workspace.role === "reader" };
}
