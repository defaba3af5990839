import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { untyped, unwrap } from "./client";
import type { PipelineDocument } from "../graph/document";
import type { Experiment, Page, Run, RunEvent, RunRow } from "./types";

export type { Run, RunEvent, RunReason, RunRow, StepRun } from "./types";

export const runKeys = {
  all: (workspace: string) => ["runs", workspace] as const,
  lists: (workspace: string) => ["runs", workspace, "list"] as const,
  experiments: (workspace: string) => ["runs", workspace, "experiments"] as const,
  detail: (workspace: string, id: string) => ["runs", workspace, "detail", id] as const,
};

const pageSize = 50;

/** The cursor in a page's `next` or `previous` address. */
export function cursorOf(next: string | null | undefined): string | undefined {
  return next ? (new URL(next, "http://localhost").searchParams.get("cursor") ?? undefined) : undefined;
}

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
          untyped.GET("/api/workspaces/{workspace}/runs/", {
            params: { path: { workspace }, query: { limit: pageSize, ...filter } },
            signal,
          }),
        ),
      placeholderData: (previous) => previous,
    }),
  detail: (workspace: string, id: string) =>
    queryOptions({
      queryKey: runKeys.detail(workspace, id),
      queryFn: ({ signal }): Promise<Run> =>
        unwrap(untyped.GET("/api/workspaces/{workspace}/runs/{id}/", { params: { path: { workspace, id } }, signal })),
    }),
  events: (workspace: string, id: string, afterSeq = 0) =>
    queryOptions({
      queryKey: [...runKeys.detail(workspace, id), "events", afterSeq],
      queryFn: ({ signal }): Promise<RunEvent[]> =>
        unwrap(
          untyped.GET("/api/workspaces/{workspace}/runs/{id}/events/", {
            params: { path: { workspace, id }, query: { after_seq: afterSeq } },
            signal,
          }),
        ),
    }),
  experiments: (workspace: string) =>
    queryOptions({
      queryKey: runKeys.experiments(workspace),
      queryFn: ({ signal }): Promise<Experiment[]> =>
        unwrap(untyped.GET("/api/workspaces/{workspace}/experiments/", { params: { path: { workspace } }, signal })),
    }),
};

export interface NewRun {
  draft?: string;
  document?: PipelineDocument;
  experiment: string;
  parameters: Record<string, unknown>;
  continue_on_step_failure: boolean;
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
    mutationFn: ({ key, ...body }: NewRun & { key: string }): Promise<Run> =>
      unwrap(
        untyped.POST("/api/workspaces/{workspace}/runs/", {
          params: { path: { workspace }, header: { "Idempotency-Key": key } },
          body,
        }),
      ),
    onSuccess: changed,
  });
}

export function useCancelRun(workspace: string) {
  const changed = useRunChanged(workspace);
  return useMutation({
    mutationFn: (id: string): Promise<Run> =>
      unwrap(untyped.POST("/api/workspaces/{workspace}/runs/{id}/cancel/", { params: { path: { workspace, id } } })),
    onSuccess: changed,
  });
}

export function useResubmitRun(workspace: string) {
  const changed = useRunChanged(workspace);
  return useMutation({
    mutationFn: ({ id, parameters }: { id: string; parameters: Record<string, unknown> }): Promise<Run> =>
      unwrap(
        untyped.POST("/api/workspaces/{workspace}/runs/{id}/resubmit/", {
          params: { path: { workspace, id } },
          body: { parameters },
        }),
      ),
    onSuccess: changed,
  });
}
