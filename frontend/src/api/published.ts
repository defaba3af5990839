import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { readDocument } from "./documents";
import { listQuery, pageSize } from "./lists";
import type { Page, PublishedDetail, PublishedPipeline } from "./types";

export type { PublishedDetail, PublishedPipeline } from "./types";

export const publishedKeys = {
  all: (workspace: string) => ["published", workspace] as const,
  detail: (workspace: string, id: string) => ["published", workspace, "detail", id] as const,
};

export type PublishedStatus = "active" | "all";

export const publishedQueries = {
  list: (workspace: string, filter: { search?: string; status: PublishedStatus }) =>
    listQuery([...publishedKeys.all(workspace), "list", filter], (cursor, signal): Promise<Page<PublishedPipeline>> =>
      unwrap(
        client.GET("/api/workspaces/{workspace}/published-pipelines/", {
          params: {
            path: { workspace },
            query: { search: filter.search || undefined, status: filter.status, limit: pageSize, cursor },
          },
          signal,
        }),
      ),
    ),
  detail: (workspace: string, id: string) =>
    queryOptions({
      queryKey: publishedKeys.detail(workspace, id),
      queryFn: async ({ signal }): Promise<PublishedDetail> =>
        readDocument(
          await unwrap(
            client.GET("/api/workspaces/{workspace}/published-pipelines/{published}/", {
              params: { path: { workspace, published: id } },
              signal,
            }),
          ),
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
    mutationFn: async (body: NewPublished): Promise<PublishedDetail> =>
      readDocument(
        await unwrap(
          client.POST("/api/workspaces/{workspace}/published-pipelines/", { params: { path: { workspace } }, body }),
        ),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: publishedKeys.all(workspace) }),
  });
}

/** Enable or disable. The answer, and with it the switch, is the server's: never shown before it is true. */
export function useSetEnabled(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }): Promise<PublishedPipeline> => {
      const params = { path: { workspace, published: id } };
      return unwrap(
        enabled
          ? client.POST("/api/workspaces/{workspace}/published-pipelines/{published}/enable/", { params })
          : client.POST("/api/workspaces/{workspace}/published-pipelines/{published}/disable/", { params }),
      );
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: publishedKeys.all(workspace) }),
  });
}
