import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { datasetKeys } from "../api/datasets";
import { draftKeys } from "../api/drafts";
import { lineageKeys } from "../api/lineage";
import { modelKeys } from "../api/models";
import { publishedKeys } from "../api/published";
import { runKeys } from "../api/runs";
import { Coalescer } from "./coalesce";
import { type TopicChange, useTopic } from "./useTopic";

/** At most one refetch of a list in this time, however many runs change, in milliseconds. */
const interval = 150;

/** The query keys that a nudge of the workspace makes stale. */
export function staleKeys(workspace: string, change: TopicChange): (readonly unknown[])[] {
  const runs = [runKeys.lists(workspace), runKeys.experiments(workspace)];
  const drafts = [draftKeys.lists(workspace)];
  const published = [publishedKeys.all(workspace)];
  // A run shows up in three lists: its own, as a draft's last run and as an endpoint's last call.
  if (change.what === "drafts") return drafts;
  if (change.what === "published") return published;
  if (change.what === "datasets") return [datasetKeys.all(workspace), lineageKeys.all(workspace)];
  if (change.what === "models") return [modelKeys.all(workspace), lineageKeys.all(workspace)];
  return [...runs, ...drafts, ...published];
}

/** Keep the lists of a workspace fresh while its pages are open. */
export function useWorkspaceLive(workspace: string): void {
  const queries = useQueryClient();
  const refresh = useMemo(
    () =>
      new Coalescer<readonly unknown[]>(
        (keys) => Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey }))),
        interval,
      ),
    [queries],
  );
  useTopic(`workspace:${workspace}`, (change) => {
    for (const key of staleKeys(workspace, change)) refresh.add(JSON.stringify(key), key);
  });
  useEffect(() => () => refresh.stop(), [refresh]);
}
