/** What made a file, a dataset, a model or a run, and what used it. */
import { queryOptions } from "@tanstack/react-query";
import type { LineageFocus } from "./routes";
import { request } from "./untyped";

export type LineageType = "file" | "output" | "step" | "dataset" | "model" | "run";

export interface LineageNode {
  id: string;
  type: LineageType;
  title: string;
  subtitle: string;
  /** What a link to it needs; which of them are set depends on the type. */
  ref: {
    datastore?: string;
    path?: string;
    run_id?: string;
    run_number?: number;
    step_id?: string;
    node_id?: string;
    output?: string;
    name?: string;
    version?: number;
  };
}

export interface Lineage {
  nodes: LineageNode[];
  edges: { source: string; target: string }[];
  /** The id of what was asked about. */
  focus: string;
  /** True when there is more than is shown. */
  truncated: boolean;
}

export const lineageQueries = {
  of: (workspace: string, focus: LineageFocus) =>
    queryOptions({
      queryKey: ["lineage", workspace, focus],
      queryFn: ({ signal }) => request<Lineage>("GET", `/api/workspaces/${workspace}/lineage/`, { query: { ...focus }, signal }),
    }),
};
