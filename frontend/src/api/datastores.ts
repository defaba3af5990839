/** Datastores: where a workspace's data lives, and how they are registered, checked, changed. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Datastore, DatastoreKind, Health } from "./types";

export type { Datastore, DatastoreField, DatastoreKind, Health } from "./types";

/** What still needs a datastore that somebody wants to unregister. */
export interface DatastoreUser {
  type: "draft" | "published" | "dataset" | "model" | "schedule" | "run";
  id: string;
  name: string;
}

export interface Connection {
  kind: string;
  settings: Record<string, string>;
  credentials: Record<string, string>;
}

export interface NewDatastore extends Connection {
  name: string;
  is_default?: boolean;
}

export interface DatastoreChange {
  settings?: Record<string, string>;
  /** Left out, the stored ones stay. They are never read back. */
  credentials?: Record<string, string>;
  is_default?: boolean;
}

export const datastoreKeys = {
  all: (workspace: string) => ["datastores", workspace] as const,
  list: (workspace: string) => ["datastores", workspace, "list"] as const,
};

export const datastoreQueries = {
  kinds: (workspace: string) =>
    queryOptions({
      queryKey: ["datastore-kinds", workspace],
      queryFn: ({ signal }): Promise<DatastoreKind[]> =>
        unwrap(client.GET("/api/workspaces/{workspace}/datastore-kinds/", { params: { path: { workspace } }, signal })),
      staleTime: Infinity,
    }),
  list: (workspace: string) =>
    queryOptions({
      queryKey: datastoreKeys.list(workspace),
      queryFn: ({ signal }): Promise<Datastore[]> =>
        unwrap(client.GET("/api/workspaces/{workspace}/datastores/", { params: { path: { workspace } }, signal })),
    }),
};

function useChanged(workspace: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: datastoreKeys.all(workspace) });
}

export function useRegisterDatastore(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: ({ is_default = false, ...body }: NewDatastore): Promise<Datastore> =>
      unwrap(
        client.POST("/api/workspaces/{workspace}/datastores/", { params: { path: { workspace } }, body: { ...body, is_default } }),
      ),
    onSuccess: changed,
  });
}

export function useChangeDatastore(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: ({ name, ...body }: DatastoreChange & { name: string }): Promise<Datastore> =>
      unwrap(
        client.PATCH("/api/workspaces/{workspace}/datastores/{datastore}/", {
          params: { path: { workspace, datastore: name } },
          body,
        }),
      ),
    onSuccess: changed,
  });
}

/** @throws ApiError `datastore_in_use` with the users in `extra.users`. */
export function useUnregisterDatastore(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        client.DELETE("/api/workspaces/{workspace}/datastores/{datastore}/", { params: { path: { workspace, datastore: name } } }),
      ),
    onSuccess: changed,
  });
}

/** Ask a registered datastore whether it answers. The answer is its health, good or bad. */
export function useCheckDatastore(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: (name: string): Promise<Health> =>
      unwrap(
        client.POST("/api/workspaces/{workspace}/datastores/{datastore}/check/", {
          params: { path: { workspace, datastore: name } },
        }),
      ),
    onSettled: changed,
  });
}

/** The same for what is not registered yet. */
export function useCheckConnection(workspace: string) {
  return useMutation({
    mutationFn: (body: Connection): Promise<Health> =>
      unwrap(client.POST("/api/workspaces/{workspace}/datastores/check/", { params: { path: { workspace } }, body })),
  });
}
