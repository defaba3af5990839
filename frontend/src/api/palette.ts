import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";

/** How many of each noun the palette knows: the newest ones. */
const limit = 100;

export const paletteQueries = {
  /** What one can jump to, fetched when the palette opens. */
  everything: (workspace: string) =>
    queryOptions({
      queryKey: ["palette", workspace],
      queryFn: async ({ signal }) => {
        const params = { path: { workspace }, query: { limit } };
        const [drafts, runs, published] = await Promise.all([
          unwrap(client.GET("/api/workspaces/{workspace}/drafts/", { params, signal })),
          unwrap(client.GET("/api/workspaces/{workspace}/runs/", { params, signal })),
          unwrap(client.GET("/api/workspaces/{workspace}/published-pipelines/", { params, signal })),
        ]);
        return { drafts: drafts.results, runs: runs.results, published: published.results };
      },
      staleTime: 5_000,
    }),
};
