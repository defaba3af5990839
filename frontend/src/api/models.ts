/** Models: named, versioned artifacts, and the steps that made them. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { listQuery, pageSize } from "./lists";
import type { Model, ModelDetail, ModelFile, ModelVersion, Page, Place } from "./types";

export type { MadeBy, Model, ModelDetail, ModelFile, ModelVersion } from "./types";

export const modelKeys = {
  all: (workspace: string) => ["models", workspace] as const,
  detail: (workspace: string, name: string) => ["models", workspace, "detail", name] as const,
};

export const modelQueries = {
  list: (workspace: string, search: string) =>
    listQuery([...modelKeys.all(workspace), "list", search], (cursor, signal): Promise<Page<Model>> =>
      unwrap(
        client.GET("/api/workspaces/{workspace}/models/", {
          params: { path: { workspace }, query: { search: search || undefined, limit: pageSize, cursor } },
          signal,
        }),
      ),
    ),
  detail: (workspace: string, name: string) =>
    queryOptions({
      queryKey: modelKeys.detail(workspace, name),
      queryFn: ({ signal }): Promise<ModelDetail> =>
        unwrap(client.GET("/api/workspaces/{workspace}/models/{model}/", { params: { path: { workspace, model: name } }, signal })),
    }),
  files: (workspace: string, name: string, version: number) =>
    queryOptions({
      queryKey: [...modelKeys.detail(workspace, name), "files", version],
      queryFn: ({ signal }): Promise<ModelFile[]> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/models/{model}/versions/{version}/files/", {
            params: { path: { workspace, model: name, version } },
            signal,
          }),
        ),
    }),
};

export interface NewModel {
  name: string;
  path: Place;
  description: string;
}

export interface ModelChange {
  description?: string;
  tags?: Record<string, string>;
  properties?: Record<string, string>;
}

function useChanged(workspace: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: modelKeys.all(workspace) });
}

/** The next version of a model, from files of a datastore; the first makes the model. */
export function useRegisterModel(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: (body: NewModel): Promise<ModelDetail> =>
      unwrap(client.POST("/api/workspaces/{workspace}/models/", { params: { path: { workspace } }, body })),
    onSuccess: changed,
  });
}

export function useChangeModel(workspace: string, name: string, version: number) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: (body: ModelChange): Promise<ModelVersion> =>
      unwrap(
        client.PATCH("/api/workspaces/{workspace}/models/{model}/versions/{version}/", {
          params: { path: { workspace, model: name, version } },
          body,
        }),
      ),
    onSuccess: changed,
  });
}

export function useDeleteModelVersion(workspace: string, name: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: (version: number) =>
      unwrap(
        client.DELETE("/api/workspaces/{workspace}/models/{model}/versions/{version}/", {
          params: { path: { workspace, model: name, version } },
        }),
      ),
    onSuccess: changed,
  });
}
