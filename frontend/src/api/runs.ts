import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { openDocument, readDocument } from "./documents";
import type { PipelineDocument } from "../graph/document";
import type { Asked } from "./forecast";
import type { Experiment, Page, Part, Run, RunEvent, RunRow } from "./types";

export type { Run, RunEvent, RunReason, RunRow, StepRun } from "./types";

export const runKeys = {
  all: (workspace: string) => ["runs", workspace] as const,
  lists: (workspace: string) => ["runs", workspace, "list"] as const,
  experiments: (workspace: string) => ["runs", workspace, "experiments"] as const,
  detail: (workspace: string, id: string) => ["runs", workspace, "detail", id] as const,
};

const pageSize = 50;

export interface RunsFilter {
  search?: string;
  experiment?: string;
  draft?: string;
  published?: string;
  /** States apart by commas. */
  state?: string;
  created_by?: string;
  created_after?: string;
  created_before?: string;
  cursor?: string;
  limit?: number;
}

export const runQueries = {
  /** One page of runs, newest first; `next` and `previous` carry the cursors of its neighbours. */
  list: (workspace: string, filter: RunsFilter = {}) =>
    queryOptions({
      queryKey: [...runKeys.lists(workspace), filter],
      queryFn: ({ signal }): Promise<Page<RunRow>> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/runs/", {
            params: { path: { workspace }, query: { limit: pageSize, ...filter } },
            signal,
          }),
        ),
      placeholderData: (previous) => previous,
    }),
  detail: (workspace: string, id: string) =>
    queryOptions({
      queryKey: runKeys.detail(workspace, id),
      queryFn: async ({ signal }): Promise<Run> =>
        readDocument(
          await unwrap(
            client.GET("/api/workspaces/{workspace}/runs/{run}/", { params: { path: { workspace, run: id } }, signal }),
          ),
        ),
    }),
  events: (workspace: string, id: string, afterSeq = 0) =>
    queryOptions({
      queryKey: [...runKeys.detail(workspace, id), "events", afterSeq],
      queryFn: ({ signal }): Promise<RunEvent[]> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/runs/{run}/events/", {
            params: { path: { workspace, run: id }, query: { after_seq: afterSeq } },
            signal,
          }),
        ),
    }),
  experiments: (workspace: string) =>
    queryOptions({
      queryKey: runKeys.experiments(workspace),
      queryFn: ({ signal }): Promise<Experiment[]> =>
        unwrap(client.GET("/api/workspaces/{workspace}/experiments/", { params: { path: { workspace } }, signal })),
    }),
};

export interface NewRun {
  draft?: string;
  document?: PipelineDocument;
  experiment: string;
  parameters: Record<string, unknown>;
  continue_on_step_failure: boolean;
  /** Only these steps; without it all of them. */
  part?: Part;
  /** Reuse nothing, and remember afresh what the steps make. */
  regenerate_outputs?: boolean;
  description?: string;
  tags?: Record<string, string>;
}

function useRunChanged(workspace: string): (run: Run) => Promise<void> {
  const queries = useQueryClient();
  return async (run) => {
    queries.setQueryData(runKeys.detail(workspace, run.id), run);
    await queries.invalidateQueries({ queryKey: runKeys.lists(workspace) });
  };
}

/** Submit a run. `key` makes a repeated click or a retried request the same run. */
export function useSubmitRun(workspace: string) {
  const changed = useRunChanged(workspace);
  return useMutation({
    mutationFn: async ({ key, document, ...run }: NewRun & { key: string }): Promise<Run> =>
      readDocument(
        await unwrap(
          client.POST("/api/workspaces/{workspace}/runs/", {
            params: { path: { workspace }, header: { "Idempotency-Key": key } },
            body: { description: "", ...run, document: document && openDocument(document) },
          }),
        ),
      ),
    onSuccess: changed,
  });
}

export function useCancelRun(workspace: string) {
  const changed = useRunChanged(workspace);
  return useMutation({
    mutationFn: async (id: string): Promise<Run> =>
      readDocument(
        await unwrap(
          client.POST("/api/workspaces/{workspace}/runs/{run}/cancel/", { params: { path: { workspace, run: id } } }),
        ),
      ),
    onSuccess: changed,
  });
}

export function useResubmitRun(workspace: string) {
  const changed = useRunChanged(workspace);
  return useMutation({
    mutationFn: async ({ id, ...asked }: { id: string } & Asked): Promise<Run> =>
      readDocument(
        await unwrap(
          client.POST("/api/workspaces/{workspace}/runs/{run}/resubmit/", {
            params: { path: { workspace, run: id } },
            body: asked,
          }),
        ),
      ),
    onSuccess: changed,
  });
}
