/** Ties an open editor to the world: saving, the address, the closing of the tab, the live line. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { useSearchParams } from "react-router";
import { draftKeys, draftQueries } from "@/api/drafts";
import { useTopic } from "@/live/useTopic";
import type { EditorParts } from "./context";
import { asDocument } from "./saving/Autosaver";
import { holdTab } from "./saving/recovery";

export function useEditorLife(parts: EditorParts): void {
  const { store, saver, draft, workspace } = parts;
  const queries = useQueryClient();
  const [, setParams] = useSearchParams();

  const showInAddress = useEffectEvent((node: string | null) => {
    setParams(
      (before) => {
        const params = new URLSearchParams(before);
        if (node === null) params.delete("node");
        else params.set("node", node);
        return params;
      },
      { replace: true },
    );
  });

  useEffect(() => {
    const controller = new AbortController();
    holdTab(draft.id, controller.signal);
    const stopSaving = store.subscribe((state, before) => {
      if (state.history.present !== before.history.present) saver.changed();
    });
    const stopShowing = store.subscribe((state, before) => {
      if (state.selection === before.selection) return;
      showInAddress(state.selection.nodes.length === 1 ? (state.selection.nodes[0] ?? null) : null);
    });
    const warn = (event: BeforeUnloadEvent) => {
      // The edits are kept in this browser all the same; the question spares a surprise.
      if (saver.state.getState().status !== "saved") event.preventDefault();
    };
    window.addEventListener("beforeunload", warn, { signal: controller.signal });
    return () => {
      void saver.flush().then(() => queries.invalidateQueries({ queryKey: draftKeys.lists(workspace.id) }));
      saver.stop();
      stopSaving();
      stopShowing();
      controller.abort();
    };
  }, [store, saver, draft.id, workspace.id, queries]);

  useTopic(`workspace:${workspace.id}`, ({ what, id, again }) => {
    if (again || (what === "drafts" && id === draft.id)) void followServer(parts, () => queries.fetchQuery({ ...draftQueries.detail(workspace.id, draft.id), staleTime: 0 }));
  });
}

/** Takes over what somebody else saved, as one step of undo, while nothing of ours waits to be saved. */
async function followServer({ store, saver }: EditorParts, fetchDraft: () => Promise<EditorParts["draft"]>): Promise<void> {
  if (saver.state.getState().status !== "saved") return;
  const theirs = await fetchDraft().catch(() => null);
  const { status, revision } = saver.state.getState();
  if (!theirs || status !== "saved" || theirs.revision <= revision) return;
  saver.adopt(theirs);
  store.getState().edit(() => asDocument(theirs));
}
