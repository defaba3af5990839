import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { RunsFilter } from "./routes";
import type { Experiment, JsonDocument, Page, Run, RunEvent, RunRow } from "./types";

export type { Run, RunEvent, RunReason, RunRow, StepRun } from "./types";
export type { RunsFilter } from "./routes";

export const runKeys = {
  all: (workspace: string) => ["runs", workspace] as const,
  lists: (workspace: string) => ["runs", workspace, "list"] as const,
  experiments: (workspace: string) => ["runs", workspace, "experiments"] as const,
  detail: (workspace: string, id: string) => ["runs", workspace, "detail", id] as const,
};

const pageSize = 50;

/** The cursor of a page's `next` address. */
export function cursorOf(next: string | null): string | undefined {
  return next ? (new URL(next, "http://localhost").searchParams.get("cursor") ?? undefined) : undefined;
}

export const runQueries = {
  list: (workspace: string, filter: RunsFilter) =>
    infiniteQueryOptions({
      queryKey: [...runKeys.lists(workspace), filter],
      initialPageParam: undefined as string | undefined,
      queryFn: ({ pageParam, signal }): Promise<Page<RunRow>> =>
        unwrap(
          client.GET("/api/workspaces/{w}/runs/", {
            params: { path: { w: workspace }, query: { ...filter, cursor: pageParam, limit: pageSize } },
            signal,
          }),
        ),
      getNextPageParam: (page) => cursorOf(page.next),
      placeholderData: (previous) => previous,
    }),
  detail: (workspace: string, id: string) =>
    queryOptions({
      queryKey: runKeys.detail(workspace, id),
      queryFn: ({ signal }): Promise<Run> =>
        unwrap(client.GET("/api/workspaces/{w}/runs/{id}/", { params: { path: { w: workspace, id } }, signal })),
    }),
  events: (workspace: string, id: string, afterSeq = 0) =>
    queryOptions({
      queryKey: [...runKeys.detail(workspace, id), "events", afterSeq],
      queryFn: ({ signal }): Promise<RunEvent[]> =>
        unwrap(
          client.GET("/api/workspaces/{w}/runs/{id}/events/", {
            params: { path: { w: workspace, id }, query: { after_seq: afterSeq } },
            signal,
          }),
        ),
    }),
  experiments: (workspace: string) =>
    queryOptions({
      queryKey: runKeys.experiments(workspace),
      queryFn: ({ signal }): Promise<Experiment[]> =>
        unwrap(client.GET("/api/workspaces/{w}/experiments/", { params: { path: { w: workspace } }, signal })),
    }),
};

export interface NewRun {
  draft?: string;
  document?: JsonDocument;
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
        client.POST("/api/workspaces/{w}/runs/", {
          params: { path: { w: workspace }, header: { "Idempotency-Key": key } },
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
      unwrap(client.POST("/api/workspaces/{w}/runs/{id}/cancel/", { params: { path: { w: workspace, id } } })),
    onSuccess: changed,
  });
}

export function useResubmitRun(workspace: string) {
  const changed = useRunChanged(workspace);
  return useMutation({
    mutationFn: ({ id, parameters }: { id: string; parameters: Record<string, unknown> }): Promise<Run> =>
      unwrap(
        client.POST("/api/workspaces/{w}/runs/{id}/resubmit/", {
          params: { path: { w: workspace, id } },
          body: { parameters },
        }),
      ),
    onSuccess: changed,
  });
}
