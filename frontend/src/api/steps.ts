import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { runKeys } from "./runs";
import type { Artifact, Metric, Preview, StepMetric } from "./types";

export type { Artifact, Attempt, Metric, Preview, StepMetric, StepRun } from "./types";

const key = (workspace: string, run: string, step: string, what: string) =>
  [...runKeys.detail(workspace, run), "steps", step, what] as const;

export const stepQueries = {
  metrics: (workspace: string, run: string, step: string) =>
    queryOptions({
      queryKey: key(workspace, run, step, "metrics"),
      queryFn: ({ signal }): Promise<Metric[]> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/runs/{run}/steps/{step}/metrics/", {
            params: { path: { workspace, run, step } },
            signal,
          }),
        ),
    }),
  /** The metrics of all steps of a run. */
  metricsOfRun: (workspace: string, run: string) =>
    queryOptions({
      queryKey: [...runKeys.detail(workspace, run), "metrics"] as const,
      queryFn: ({ signal }): Promise<StepMetric[]> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/runs/{run}/metrics/", { params: { path: { workspace, run } }, signal }),
        ),
    }),
  artifacts: (workspace: string, run: string, step: string) =>
    queryOptions({
      queryKey: key(workspace, run, step, "artifacts"),
      queryFn: ({ signal }): Promise<Artifact[]> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/runs/{run}/steps/{step}/artifacts/", {
            params: { path: { workspace, run, step } },
            signal,
          }),
        ),
    }),
  preview: (workspace: string, run: string, step: string, output: string, path = "") =>
    queryOptions({
      queryKey: [...key(workspace, run, step, "preview"), output, path],
      queryFn: ({ signal }): Promise<Preview> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/runs/{run}/steps/{step}/outputs/{name}/preview/", {
            params: { path: { workspace, run, step, name: output }, query: { path: path || undefined } },
            signal,
          }),
        ),
      staleTime: 60_000,
    }),
};
