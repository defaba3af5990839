import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { listQuery, pageSize } from "./lists";
import { openDocument, readDocument } from "./documents";
import type { PipelineDocument } from "../graph/document";
import type { Draft, DraftRow, Page, Problem } from "./types";

export type { Draft, DraftRow, Problem } from "./types";

export const draftKeys = {
  all: (workspace: string) => ["drafts", workspace] as const,
  lists: (workspace: string) => ["drafts", workspace, "list"] as const,
  list: (workspace: string, search: string) => ["drafts", workspace, "list", search] as const,
  detail: (workspace: string, id: string) => ["drafts", workspace, "detail", id] as const,
};

export const draftQueries = {
  list: (workspace: string, search = "") =>
    listQuery(draftKeys.list(workspace, search), (cursor, signal): Promise<Page<DraftRow>> =>
      unwrap(
        client.GET("/api/workspaces/{workspace}/drafts/", {
          params: { path: { workspace }, query: { search: search || undefined, limit: pageSize, cursor } },
          signal,
        }),
      ),
    ),
  detail: (workspace: string, id: string) =>
    queryOptions({
      queryKey: draftKeys.detail(workspace, id),
      queryFn: async ({ signal }): Promise<Draft> =>
        readDocument(
          await unwrap(
            client.GET("/api/workspaces/{workspace}/drafts/{draft}/", {
              params: { path: { workspace, draft: id } },
              signal,
            }),
          ),
        ),
    }),
};

export interface DraftChange {
  document?: PipelineDocument;
  name?: string;
  description?: string;
}

/**
 * Save a change of a draft. `revision` is the one the change was made upon.
 * @throws ApiError 412 whose `extra.current` is the server's draft, when somebody saved in between.
 */
export async function saveDraft(
  workspace: string,
  id: string,
  revision: number,
  { document, ...words }: DraftChange,
): Promise<Draft> {
  const call = client.PATCH("/api/workspaces/{workspace}/drafts/{draft}/", {
    params: { path: { workspace, draft: id }, header: { "If-Match": `"${revision}"` } },
    body: { ...words, document: document && openDocument(document) },
  });
  return readDocument(await unwrap(call));
}

/** The server's judgement of a document that need not be saved. */
export async function checkDocument(
  workspace: string,
  id: string,
  document: PipelineDocument,
  signal?: AbortSignal,
): Promise<Problem[]> {
  const answer = await unwrap(
    client.POST("/api/workspaces/{workspace}/drafts/{draft}/check/", {
      params: { path: { workspace, draft: id } },
      body: { document: openDocument(document) },
      signal,
    }),
  );
  return answer.problems;
}

/** At most one of `document`, `example` and `duplicate_of`; with none of them the draft is blank. */
export interface NewDraft {
  name: string;
  description?: string;
  document?: PipelineDocument;
  /** Name of an example of the catalog. */
  example?: string;
  /** Id of a draft. */
  duplicate_of?: string;
}

function useDraftsChanged(workspace: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: draftKeys.all(workspace) });
}

export function useCreateDraft(workspace: string) {
  const changed = useDraftsChanged(workspace);
  return useMutation({
    mutationFn: async ({ document, ...draft }: NewDraft): Promise<Draft> => {
      const body = { description: "", ...draft, document: document && openDocument(document) };
      return readDocument(
        await unwrap(client.POST("/api/workspaces/{workspace}/drafts/", { params: { path: { workspace } }, body })),
      );
    },
    onSuccess: changed,
  });
}

export function useRenameDraft(workspace: string) {
  const changed = useDraftsChanged(workspace);
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      unwrap(
        client.PATCH("/api/workspaces/{workspace}/drafts/{draft}/", {
          params: { path: { workspace, draft: id } },
          body: { name },
        }),
      ),
    onSuccess: changed,
  });
}

export function useDeleteDraft(workspace: string) {
  const changed = useDraftsChanged(workspace);
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(client.DELETE("/api/workspaces/{workspace}/drafts/{draft}/", { params: { path: { workspace, draft: id } } })),
    onSuccess: changed,
  });
}

export function useRestoreDraft(workspace: string) {
  const changed = useDraftsChanged(workspace);
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(client.POST("/api/workspaces/{workspace}/drafts/{draft}/restore/", { params: { path: { workspace, draft: id } } })),
    onSuccess: changed,
  });
}
