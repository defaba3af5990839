/** Asks for what a page needs while the page's code is still on its way. */
import type { QueryClient } from "@tanstack/react-query";
import type { RouteObject } from "react-router";
import { sessionQuery, type SessionWorkspace } from "../api/session";

type Params = Readonly<Record<string, string | undefined>>;
/** Starts the queries of a page; what they answer, and how they fail, is the page's business. */
export type Ahead = (queries: QueryClient, workspace: SessionWorkspace, params: Params) => void;

/** A route's loader that starts and never waits: the page shows its own skeleton. */
export function startAhead(queries: QueryClient, ahead: Ahead): Pick<RouteObject, "loader" | "shouldRevalidate"> {
  return {
    loader: ({ params }) => {
      void queries.fetchQuery(sessionQuery).then(
        ({ workspaces }) => {
          const workspace = workspaces.find(({ name }) => name === params.ws);
          if (workspace) ahead(queries, workspace, params);
        },
        () => undefined, // The gate asks again and says what is wrong.
      );
      return null;
    },
    // A place within the page (a selected step, a tab) asks for nothing anew.
    shouldRevalidate: ({ currentUrl, nextUrl }) => currentUrl.pathname !== nextUrl.pathname,
  };
}
