import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Page, PublishedDetail, PublishedPipeline } from "./types";

export type { PublishedDetail, PublishedPipeline } from "./types";

export const publishedKeys = {
  all: (workspace: string) => ["published", workspace] as const,
  detail: (workspace: string, id: string) => ["published", workspace, "detail", id] as const,
};

export type PublishedStatus = "active" | "all";

export const publishedQueries = {
  list: (workspace: string, filter: { search?: string; status: PublishedStatus }) =>
    queryOptions({
      queryKey: [...publishedKeys.all(workspace), "list", filter],
      queryFn: ({ signal }): Promise<Page<PublishedPipeline>> =>
        unwrap(
          client.GET("/api/workspaces/{w}/published-pipelines/", {
            params: {
              path: { w: workspace },
              query: { search: filter.search || undefined, status: filter.status, limit: 200 },
            },
            signal,
          }),
        ),
      placeholderData: (previous) => previous,
    }),
  detail: (workspace: string, id: string) =>
    queryOptions({
      queryKey: publishedKeys.detail(workspace, id),
      queryFn: ({ signal }): Promise<PublishedDetail> =>
        unwrap(
          client.GET("/api/workspaces/{w}/published-pipelines/{id}/", { params: { path: { w: workspace, id } }, signal }),
        ),
    }),
};

export interface NewPublished {
  draft?: string;
  run?: string;
  name: string;
  description: string;
  version: string;
}

export function usePublish(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewPublished): Promise<PublishedDetail> =>
      unwrap(client.POST("/api/workspaces/{w}/published-pipelines/", { params: { path: { w: workspace } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: publishedKeys.all(workspace) }),
  });
}

/** Enable or disable. The answer, and with it the switch, is the server's: never shown before it is true. */
export function useSetEnabled(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }): Promise<PublishedPipeline> => {
      const params = { path: { w: workspace, id } };
      return unwrap(
        enabled
          ? client.POST("/api/workspaces/{w}/published-pipelines/{id}/enable/", { params })
          : client.POST("/api/workspaces/{w}/published-pipelines/{id}/disable/", { params }),
      );
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: publishedKeys.all(workspace) }),
  });
}
