import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { ComputeTarget, InvitedMember, Member, Role } from "./types";

export type { ComputeTarget, InvitedMember, Member, Role } from "./types";

export const workspaceKeys = {
  members: (workspace: string) => ["workspaces", workspace, "members"] as const,
};

export const workspaceQueries = {
  members: (workspace: string) =>
    queryOptions({
      queryKey: workspaceKeys.members(workspace),
      queryFn: ({ signal }): Promise<Member[]> =>
        unwrap(client.GET("/api/workspaces/{workspace}/members/", { params: { path: { workspace } }, signal })),
    }),
  computeTargets: (workspace: string) =>
    queryOptions({
      queryKey: ["workspaces", workspace, "compute-targets"],
      queryFn: ({ signal }): Promise<ComputeTarget[]> =>
        unwrap(client.GET("/api/workspaces/{workspace}/compute-targets/", { params: { path: { workspace } }, signal })),
      staleTime: 60_000,
    }),
};

function useMembersChanged(workspace: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: workspaceKeys.members(workspace) });
}

export function useAddMember(workspace: string) {
  const changed = useMembersChanged(workspace);
  return useMutation({
    mutationFn: (body: { username: string; display_name: string; role: Role }): Promise<InvitedMember> =>
      unwrap(client.POST("/api/workspaces/{workspace}/members/", { params: { path: { workspace } }, body })),
    onSuccess: changed,
  });
}

export function useSetRole(workspace: string) {
  const changed = useMembersChanged(workspace);
  return useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role }) =>
      unwrap(
        client.PATCH("/api/workspaces/{workspace}/members/{member}/", { params: { path: { workspace, member: id } }, body: { role } }),
      ),
    onSuccess: changed,
  });
}

export function useRemoveMember(workspace: string) {
  const changed = useMembersChanged(workspace);
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(client.DELETE("/api/workspaces/{workspace}/members/{member}/", { params: { path: { workspace, member: id } } })),
    onSuccess: changed,
  });
}
