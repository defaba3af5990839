import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Catalog } from "./types";

export type { Catalog, CatalogKind, CatalogPort } from "./types";

export const catalogQueries = {
  /** The step kinds; they change only with a new version of the studio. */
  all: (workspace: string) =>
    queryOptions({
      queryKey: ["catalog", workspace],
      queryFn: ({ signal }): Promise<Catalog> =>
        unwrap(client.GET("/api/workspaces/{w}/catalog/", { params: { path: { w: workspace } }, signal })),
      staleTime: Infinity,
    }),
};
