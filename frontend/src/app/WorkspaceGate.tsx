/** Who is here and in which workspace: everything below may take both for granted. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useParams } from "react-router";
import { sessionQuery } from "../api/session";
import { routes } from "../api/routes";
import { WorkspaceProvider } from "../api/workspace";
import { ErrorState } from "../ui/States";
import { NotFound } from "./NotFound";

const lastWorkspaceKey = "workspace.last";

export function WorkspaceGate() {
  const { t } = useTranslation("app");
  const { ws = "" } = useParams();
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const workspace = session?.workspaces.find((each) => each.name === ws);

  useEffect(() => {
    if (workspace) localStorage.setItem(lastWorkspaceKey, workspace.name);
  }, [workspace]);

  if (session && !workspace) return <NotFound />;
  if (workspace) {
    return (
      <WorkspaceProvider value={workspace}>
        <Outlet />
      </WorkspaceProvider>
    );
  }
  if (error) return <ErrorState title={t("session.failed")} error={error} onRetry={() => void refetch()} />;
  return null;
}

/** `/`: on to the workspace of last time, else the first one. */
export function GoHome() {
  const { t } = useTranslation("app");
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (error) return <ErrorState title={t("session.failed")} error={error} onRetry={() => void refetch()} />;
  if (!session) return null;
  const last = localStorage.getItem(lastWorkspaceKey);
  const workspace = session.workspaces.find((each) => each.name === last) ?? session.workspaces[0];
  return workspace ? <Navigate to={routes.designer(workspace.name)} replace /> : <NotFound />;
}
