/** Datastores: where a workspace's data lives, and how they are registered, checked, changed. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "./untyped";

export interface DatastoreField {
  name: string;
  title: string;
  help: string;
  secret: boolean;
  required: boolean;
  choices?: { value: string; title: string }[];
  /** Credentials of one group belong together; the groups are different ways to sign in. */
  group?: string;
}

export interface DatastoreKind {
  kind: string;
  title: string;
  description: string;
  fields: DatastoreField[];
  /** One group of credentials has to be given; else the machine's own identity serves where none is. */
  needs_credentials?: boolean;
}

export interface Health {
  state: "ok" | "failing" | "unknown";
  /** `auth`, `address`, `missing` or `timeout` when it fails. */
  code: string;
  message: string;
  checked_at: string | null;
}

export interface Datastore {
  name: string;
  kind: string;
  is_default: boolean;
  is_builtin: boolean;
  settings: Record<string, string>;
  has_credentials: boolean;
  health: Health | null;
  created_at: string;
}

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

const at = (workspace: string, name?: string) =>
  `/api/workspaces/${workspace}/datastores/${name === undefined ? "" : `${encodeURIComponent(name)}/`}`;

export const datastoreQueries = {
  kinds: (workspace: string) =>
    queryOptions({
      queryKey: ["datastore-kinds", workspace],
      queryFn: ({ signal }) => request<DatastoreKind[]>("GET", `/api/workspaces/${workspace}/datastore-kinds/`, { signal }),
      staleTime: Infinity,
    }),
  list: (workspace: string) =>
    queryOptions({
      queryKey: datastoreKeys.list(workspace),
      queryFn: ({ signal }) => request<Datastore[]>("GET", at(workspace), { signal }),
    }),
};

function useChanged(workspace: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: datastoreKeys.all(workspace) });
}

export function useRegisterDatastore(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: (body: NewDatastore) => request<Datastore>("POST", at(workspace), { body }),
    onSuccess: changed,
  });
}

export function useChangeDatastore(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({
    mutationFn: ({ name, ...body }: DatastoreChange & { name: string }) => request<Datastore>("PATCH", at(workspace, name), { body }),
    onSuccess: changed,
  });
}

/** @throws ApiError `datastore_in_use` with the users in `extra.users`. */
export function useUnregisterDatastore(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({ mutationFn: (name: string) => request("DELETE", at(workspace, name)), onSuccess: changed });
}

/** Ask a registered datastore whether it answers. The answer is its health, good or bad. */
export function useCheckDatastore(workspace: string) {
  const changed = useChanged(workspace);
  return useMutation({ mutationFn: (name: string) => request<Health>("POST", `${at(workspace, name)}check/`), onSettled: changed });
}

/** The same for what is not registered yet. */
export function useCheckConnection(workspace: string) {
  return useMutation({ mutationFn: (body: Connection) => request<Health>("POST", `${at(workspace)}check/`, { body }) });
}
