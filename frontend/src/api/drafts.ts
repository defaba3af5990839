import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Draft, DraftRow, JsonDocument, Page, Problem } from "./types";

export type { Draft, DraftRow, Problem } from "./types";

export const draftKeys = {
  all: (workspace: string) => ["drafts", workspace] as const,
  lists: (workspace: string) => ["drafts", workspace, "list"] as const,
  list: (workspace: string, search: string) => ["drafts", workspace, "list", search] as const,
  detail: (workspace: string, id: string) => ["drafts", workspace, "detail", id] as const,
};

export const draftQueries = {
  list: (workspace: string, search = "") =>
    queryOptions({
      queryKey: draftKeys.list(workspace, search),
      queryFn: ({ signal }): Promise<Page<DraftRow>> =>
        unwrap(
          client.GET("/api/workspaces/{w}/drafts/", {
            params: { path: { w: workspace }, query: { search: search || undefined, limit: 200 } },
            signal,
          }),
        ),
      placeholderData: (previous) => previous,
    }),
  detail: (workspace: string, id: string) =>
    queryOptions({
      queryKey: draftKeys.detail(workspace, id),
      queryFn: ({ signal }): Promise<Draft> =>
        unwrap(client.GET("/api/workspaces/{w}/drafts/{id}/", { params: { path: { w: workspace, id } }, signal })),
    }),
};

export interface DraftChange {
  document?: JsonDocument;
  name?: string;
  description?: string;
}

/**
 * Save a change of a draft. `revision` is the one the change was made upon.
 * @throws ApiError 412 whose `extra.current` is the server's draft, when somebody saved in between.
 */
export function saveDraft(workspace: string, id: string, revision: number, change: DraftChange): Promise<Draft> {
  return unwrap(
    client.PATCH("/api/workspaces/{w}/drafts/{id}/", {
      params: { path: { w: workspace, id }, header: { "If-Match": `"${revision}"` } },
      body: change,
    }),
  );
}

/** The server's judgement of a document that need not be saved. */
export async function checkDocument(
  workspace: string,
  id: string,
  document: JsonDocument,
  signal?: AbortSignal,
): Promise<Problem[]> {
  const answer: { problems: Problem[] } = await unwrap(
    client.POST("/api/workspaces/{w}/drafts/{id}/check/", {
      params: { path: { w: workspace, id } },
      body: { document },
      signal,
    }),
  );
  return answer.problems;
}

export type NewDraft =
  | { name: string; description?: string; document?: JsonDocument }
  | { name: string; example: string }
  | { name: string; duplicate_of: string };

function useDraftsChanged(workspace: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: draftKeys.all(workspace) });
}

export function useCreateDraft(workspace: string) {
  const changed = useDraftsChanged(workspace);
  return useMutation({
    mutationFn: (body: NewDraft): Promise<Draft> =>
      unwrap(client.POST("/api/workspaces/{w}/drafts/", { params: { path: { w: workspace } }, body })),
    onSuccess: changed,
  });
}

export function useRenameDraft(workspace: string) {
  const changed = useDraftsChanged(workspace);
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }): Promise<Draft> =>
      unwrap(
        client.PATCH("/api/workspaces/{w}/drafts/{id}/", { params: { path: { w: workspace, id } }, body: { name } }),
      ),
    onSuccess: changed,
  });
}

export function useDeleteDraft(workspace: string) {
  const changed = useDraftsChanged(workspace);
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(client.DELETE("/api/workspaces/{w}/drafts/{id}/", { params: { path: { w: workspace, id } } })),
    onSuccess: changed,
  });
}

export function useRestoreDraft(workspace: string) {
  const changed = useDraftsChanged(workspace);
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(client.POST("/api/workspaces/{w}/drafts/{id}/restore/", { params: { path: { w: workspace, id } } })),
    onSuccess: changed,
  });
}
