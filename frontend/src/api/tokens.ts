import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { listQuery, pageSize } from "./lists";
import type { NewToken, Page, Token } from "./types";

export type { NewToken, Page, Token } from "./types";

const keys = (workspace: string) => ["tokens", workspace] as const;

export const tokenQueries = {
  list: (workspace: string) =>
    listQuery(keys(workspace), (cursor, signal): Promise<Page<Token>> =>
      unwrap(
        client.GET("/api/workspaces/{workspace}/tokens/", { params: { path: { workspace }, query: { limit: pageSize, cursor } }, signal }),
      ),
    ),
};

export interface TokenRequest {
  name: string;
  scope: Token["scope"];
  published_id?: string;
  expires_in_days?: number;
}

/** Make a token. Its text is in this answer and nowhere else, ever. */
export function useCreateToken(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: TokenRequest): Promise<NewToken> =>
      unwrap(client.POST("/api/workspaces/{workspace}/tokens/", { params: { path: { workspace } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys(workspace) }),
    gcTime: 0,
  });
}

export function useRevokeToken(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(client.DELETE("/api/workspaces/{workspace}/tokens/{token}/", { params: { path: { workspace, token: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys(workspace) }),
  });
}
