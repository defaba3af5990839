import { queryOptions } from "@tanstack/react-query";
import type { Kinds } from "../graph/kinds";
import { client, unwrap } from "./client";
import type { Catalog } from "./types";

export type { Catalog } from "./types";

/** The kinds by name, as graph/ and canvas/ want them. For `select`: the same catalog gives the same object. */
export function kindsByName({ kinds }: Catalog): Kinds {
  return Object.fromEntries(kinds.map((kind) => [kind.name, kind]));
}

export const catalogQueries = {
  /** The step kinds; they change only with a new version of the studio. */
  all: (workspace: string) =>
    queryOptions({
      queryKey: ["catalog", workspace],
      queryFn: async ({ signal }): Promise<Catalog> =>
        // The kinds' forms and port types are open in the API's schema; graph/kinds.ts says what is in them.
        (await unwrap(
          client.GET("/api/workspaces/{workspace}/catalog/", { params: { path: { workspace } }, signal }),
        )) as unknown as Catalog,
      staleTime: Infinity,
    }),
};
