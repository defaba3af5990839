import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";

/** How many of each noun the palette shows: the newest that match. */
const limit = 8;

export const paletteQueries = {
  /** What one can jump to by a text; all of the workspace is searched, by the server. */
  matching: (workspace: string, search: string) =>
    queryOptions({
      queryKey: ["palette", workspace, search],
      queryFn: async ({ signal }) => {
        const params = { path: { workspace }, query: { limit, search: search || undefined } };
        const [drafts, runs, published] = await Promise.all([
          unwrap(client.GET("/api/workspaces/{workspace}/drafts/", { params, signal })),
          unwrap(client.GET("/api/workspaces/{workspace}/runs/", { params, signal })),
          unwrap(client.GET("/api/workspaces/{workspace}/published-pipelines/", { params, signal })),
        ]);
        return { drafts: drafts.results, runs: runs.results, published: published.results };
      },
      placeholderData: (previous) => previous,
      staleTime: 5_000,
    }),
};
