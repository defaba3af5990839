import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { PageFailed } from "./PageFailed";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";
import { GoHome, WorkspaceGate } from "./WorkspaceGate";

/** Each feature is its own chunk, fetched when its page is first opened. */
export const pages: RouteObject[] = [
  { index: true, element: <Navigate to="designer" replace /> },
  { path: "designer", lazy: async () => ({ Component: (await import("../features/pipelines/DraftsPage")).default }) },
  { path: "designer/:draft", lazy: async () => ({ Component: (await import("../features/editor/EditorPage")).default }) },
  { path: "runs", lazy: async () => ({ Component: (await import("../features/runs/RunsPage")).default }) },
  { path: "runs/:run", lazy: async () => ({ Component: (await import("../features/runs/RunPage")).default }) },
  { path: "published", lazy: async () => ({ Component: (await import("../features/publishing/PublishedPage")).default }) },
  {
    path: "published/:published",
    lazy: async () => ({ Component: (await import("../features/publishing/PublishedDetailPage")).default }),
  },
  { path: "data", lazy: async () => ({ Component: (await import("../features/data/stores/DatastoresPage")).default }) },
  { path: "data/:datastore", lazy: async () => ({ Component: (await import("../features/data/browser/BrowserPage")).default }) },
  { path: "settings", element: <Navigate to="tokens" replace /> },
  {
    path: "settings/:section",
    lazy: async () => ({ Component: (await import("../features/workspaces/SettingsPage")).default }),
  },
  { path: "*", element: <NotFound /> },
];

export function makeRouter() {
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
          children: [{ errorElement: <PageFailed />, children: pages }],
        },
      ],
    },
    { path: "*", element: <NotFound /> },
  ]);
}
