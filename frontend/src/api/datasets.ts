/** Datasets: names with versions for paths on datastores. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { listQuery, pageSize } from "./lists";
import type { Dataset, DatasetDetail, DatasetVersion, Page, Place, Preview } from "./types";

export type { Dataset, DatasetDetail, DatasetVersion, MadeBy, Place } from "./types";

export type DatasetKind = Dataset["kind"];

export const datasetKeys = {
  all: (workspace: string) => ["datasets", workspace] as const,
  detail: (workspace: string, name: string) => ["datasets", workspace, "detail", name] as const,
};

export const datasetQueries = {
  list: (workspace: string, search: string) =>
    listQuery([...datasetKeys.all(workspace), "list", search], (cursor, signal): Promise<Page<Dataset>> =>
      unwrap(
        client.GET("/api/workspaces/{workspace}/datasets/", {
          params: { path: { workspace }, query: { search: search || undefined, limit: pageSize, cursor } },
          signal,
        }),
      ),
    ),
  detail: (workspace: string, name: string) =>
    queryOptions({
      queryKey: datasetKeys.detail(workspace, name),
      queryFn: ({ signal }): Promise<DatasetDetail> =>
        unwrap(client.GET("/api/workspaces/{workspace}/datasets/{dataset}/", { params: { path: { workspace, dataset: name } }, signal })),
    }),
  preview: (workspace: string, name: string, version: number) =>
    queryOptions({
      queryKey: [...datasetKeys.detail(workspace, name), "preview", version],
      queryFn: ({ signal }): Promise<Preview> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/datasets/{dataset}/versions/{version}/preview/", {
            params: { path: { workspace, dataset: name, version } },
            signal,
          }),
        ),
      staleTime: 60_000,
    }),
};

export interface NewVersion {
  paths: Place[];
  description: string;
  tags?: Record<string, string>;
}

export interface NewDataset extends NewVersion {
  name: string;
  kind: DatasetKind;
}

function useChanged(workspace: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: datasetKeys.all(workspace) });
}

export function useRegisterDataset(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: (body: NewDataset): Promise<DatasetDetail> =>
      unwrap(client.POST("/api/workspaces/{workspace}/datasets/", { params: { path: { workspace } }, body })),
    onSuccess: changed,
  });
}

export function useAddDatasetVersion(workspace: string, name: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: (body: NewVersion): Promise<DatasetVersion> =>
      unwrap(
        client.POST("/api/workspaces/{workspace}/datasets/{dataset}/versions/", {
          params: { path: { workspace, dataset: name } },
          body,
        }),
      ),
    onSuccess: changed,
  });
}

/** Takes the name away; the data stays where it is. */
export function useUnregisterDataset(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(client.DELETE("/api/workspaces/{workspace}/datasets/{dataset}/", { params: { path: { workspace, dataset: name } } })),
    onSuccess: changed,
  });
}
