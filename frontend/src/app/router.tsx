import type { QueryClient } from "@tanstack/react-query";
import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { catalogQueries } from "../api/catalog";
import { draftQueries } from "../api/drafts";
import { runQueries } from "../api/runs";
import { startAhead, type Ahead } from "./ahead";
import { PageFailed } from "./PageFailed";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";
import { GoHome, WorkspaceGate } from "./WorkspaceGate";

const draftAhead: Ahead = (queries, { id }, { draft = "" }) => {
  const query = draftQueries.detail(id, draft);
  // Nothing old: the first answer is what the editor starts from.
  queries.removeQueries({ queryKey: query.queryKey, exact: true });
  void queries.prefetchQuery(query);
  void queries.prefetchQuery(catalogQueries.all(id));
};
const runAhead: Ahead = (queries, { id }, { run = "" }) => {
  void queries.prefetchQuery(runQueries.detail(id, run));
  void queries.prefetchQuery(catalogQueries.all(id));
};

/** Each feature is its own chunk, fetched when its page is first opened. */
const pagesOf = (queries: QueryClient): RouteObject[] => [
  { index: true, element: <Navigate to="designer" replace /> },
  { path: "designer", lazy: async () => ({ Component: (await import("../features/pipelines/DraftsPage")).default }) },
  {
    path: "designer/:draft",
    ...startAhead(queries, draftAhead),
    lazy: async () => ({ Component: (await import("../features/editor/EditorPage")).default }),
  },
  { path: "runs", lazy: async () => ({ Component: (await import("../features/runs/RunsPage")).default }) },
  { path: "runs/compare", lazy: async () => ({ Component: (await import("../features/runs/compare/ComparePage")).default }) },
  {
    path: "runs/:run",
    ...startAhead(queries, runAhead),
    lazy: async () => ({ Component: (await import("../features/runs/RunPage")).default }),
  },
  { path: "published", lazy: async () => ({ Component: (await import("../features/publishing/PublishedPage")).default }) },
  {
    path: "published/:published",
    lazy: async () => ({ Component: (await import("../features/publishing/PublishedDetailPage")).default }),
  },
  { path: "data", lazy: async () => ({ Component: (await import("../features/data/stores/DatastoresPage")).default }) },
  { path: "data/datasets", lazy: async () => ({ Component: (await import("../features/assets/datasets/DatasetsPage")).default }) },
  { path: "data/datasets/:dataset", lazy: async () => ({ Component: (await import("../features/assets/datasets/DatasetPage")).default }) },
  { path: "models", lazy: async () => ({ Component: (await import("../features/assets/models/ModelsPage")).default }) },
  { path: "models/:model", lazy: async () => ({ Component: (await import("../features/assets/models/ModelPage")).default }) },
  { path: "lineage", lazy: async () => ({ Component: (await import("../features/assets/lineage/LineagePage")).default }) },
  { path: "data/:datastore", lazy: async () => ({ Component: (await import("../features/data/browser/BrowserPage")).default }) },
  { path: "settings", element: <Navigate to="tokens" replace /> },
  {
    path: "settings/:section",
    lazy: async () => ({ Component: (await import("../features/workspaces/SettingsPage")).default }),
  },
  { path: "*", element: <NotFound /> },
];

export function makeRouter(queries: QueryClient) {
  return createBrowserRouter([
    { path: "/", element: <GoHome />, errorElement: <PageFailed /> },
    {
      path: "/w/:ws",
      element: <WorkspaceGate />,
      errorElement: <PageFailed />,
      hydrateFallbackElement: <></>,
      children: [
        {
          element: <Shell />,
          // A page that fails leaves the rail and the top bar standing.
          children: [{ errorElement: <PageFailed />, children: pagesOf(queries) }],
        },
      ],
    },
    { path: "*", element: <NotFound /> },
  ]);
}
