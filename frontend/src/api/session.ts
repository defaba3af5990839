import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Session } from "./types";

export type { Role, Session, SessionWorkspace } from "./types";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }): Promise<Session> => unwrap(client.GET("/api/session/", { signal })),
  staleTime: 5 * 60_000,
});

export function useSignOut() {
  return useMutation({ mutationFn: () => unwrap(client.POST("/api/session/sign-out/", {})) });
}

/** Set or change one's password; other sessions of the user end. */
export function useSetPassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { current: string; new: string }) => unwrap(client.POST("/api/session/password/", { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
}
