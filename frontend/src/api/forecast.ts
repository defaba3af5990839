import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Part, Plan } from "./types";

export type { Part, Plan, PlanSummary, StepForecast } from "./types";

/** Data may change without any edit of ours: what is shown is asked for again this often (ms) while it is looked at. */
const RENEWED_EVERY = 20_000;

/** How a run would be asked for. */
export interface Asked {
  readonly parameters: Record<string, unknown>;
  readonly part?: Part;
  readonly regenerate_outputs?: boolean;
}

export const forecastKeys = {
  draft: (workspace: string, draft: string) => ["forecast", workspace, draft] as const,
  run: (workspace: string, run: string) => ["forecast", workspace, "run", run] as const,
};

export const forecastQueries = {
  /** What running the pipeline of a run again would do. */
  again: (workspace: string, run: string, asked: Asked) =>
    queryOptions({
      queryKey: [...forecastKeys.run(workspace, run), asked],
      queryFn: ({ signal }): Promise<Plan> =>
        unwrap(
          client.POST("/api/workspaces/{workspace}/runs/{run}/plan/", {
            params: { path: { workspace, run } },
            body: asked,
            signal,
          }),
        ),
      placeholderData: keepPreviousData,
    }),
  /** What a run of the draft's saved `revision` would do when it is asked for so. */
  asked: (workspace: string, draft: string, revision: number, asked: Asked) =>
    queryOptions({
      queryKey: [...forecastKeys.draft(workspace, draft), revision, asked],
      queryFn: ({ signal }): Promise<Plan> =>
        unwrap(
          client.POST("/api/workspaces/{workspace}/drafts/{draft}/plan/", {
            params: { path: { workspace, draft } },
            body: asked,
            signal,
          }),
        ),
      placeholderData: keepPreviousData,
    }),
  /** What a run of the draft's saved `revision` would do; while a newer one is worked out the last one stays. */
  draft: (workspace: string, draft: string, revision: number) =>
    queryOptions({
      queryKey: [...forecastKeys.draft(workspace, draft), revision],
      queryFn: ({ signal }): Promise<Plan> =>
        unwrap(
          client.POST("/api/workspaces/{workspace}/drafts/{draft}/plan/", {
            params: { path: { workspace, draft } },
            body: {},
            signal,
          }),
        ),
      placeholderData: keepPreviousData,
      staleTime: 0,
      refetchInterval: RENEWED_EVERY,
      refetchOnWindowFocus: true,
    }),
};
