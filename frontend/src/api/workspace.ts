import { createContext, useContext } from "react";
import type { SessionWorkspace } from "./types";

const WorkspaceContext = createContext<SessionWorkspace | null>(null);

export const WorkspaceProvider = WorkspaceContext.Provider;

/** The workspace of the address the page stands at. */
export function useWorkspace(): SessionWorkspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error("useWorkspace is called outside a workspace's pages.");
  return workspace;
}
