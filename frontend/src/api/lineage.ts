/** What made a file, a dataset, a model or a run, and what used it. */
import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { LineageFocus } from "./routes";
import type { Lineage, LineageNode } from "./types";

export type { Lineage, LineageNode } from "./types";
export type LineageType = LineageNode["type"];

export const lineageKeys = {
  all: (workspace: string) => ["lineage", workspace] as const,
};

export const lineageQueries = {
  of: (workspace: string, focus: LineageFocus) =>
    queryOptions({
      queryKey: [...lineageKeys.all(workspace), focus],
      queryFn: ({ signal }): Promise<Lineage> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/lineage/", { params: { path: { workspace }, query: queryOf(focus) }, signal }),
        ),
    }),
};

function queryOf(focus: LineageFocus): Record<string, string> {
  const given = Object.entries(focus).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
