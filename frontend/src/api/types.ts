/**
 * What the API sends and takes, by the names the front end uses, picked from the generated schema.
 * Features import from the noun's file (`api/runs`), never from here.
 */
import type { PipelineDocument } from "../graph/document";
import type { StepKind } from "../graph/kinds";
import type { WithDocument } from "./documents";
import type { components } from "./schema";

type Schemas = components["schemas"];

/** One page of a list, with the addresses of its neighbours. */
export interface Page<Row> {
  next?: string | null;
  previous?: string | null;
  results: Row[];
}

export type Session = Schemas["Session"];
export type SessionWorkspace = Schemas["SessionWorkspace"];
export type Role = Schemas["RoleEnum"];

export type Problem = Schemas["Problem"];
export type DraftRow = Schemas["DraftRow"];
export type Draft = WithDocument<Schemas["Draft"]>;
export type LastRun = Schemas["LastRun"];

/** The kinds' own schemas are open in the API's; graph/kinds.ts says what is in them. */
export type Catalog = Omit<Schemas["Catalog"], "kinds"> & { kinds: StepKind[] };

export type PublishedPipeline = Schemas["PublishedRow"];
export type PublishedDetail = WithDocument<Schemas["Published"]>;

export type Token = Schemas["Token"];
export type NewToken = Schemas["CreatedToken"];

export type Member = Schemas["Member"];
export type InvitedMember = Schemas["InvitedMember"];
export type Datastore = Schemas["Datastore"];
export type DatastoreFile = Schemas["StoredFile"];
export type ComputeTarget = Schemas["ComputeTarget"];

export interface RunReason {
  code: string;
  detail: Record<string, unknown>;
}

export interface RunRow {
  id: string;
  number: number;
  name: string;
  experiment: string;
  state: string;
  reason: RunReason | null;
  source: "draft" | "rerun" | "endpoint";
  draft: { id: string; name: string } | null;
  published: { id: string; name: string } | null;
  created_by: { id: string; display_name: string };
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  duration_s: number | null;
  step_counts: Record<string, number>;
  seq: number;
  can: string[];
}

export interface Attempt {
  id: string;
  number: number;
  state: string;
  node: string | null;
  log_size: number;
  log_ended: boolean;
  queued_at: string | null;
  claimed_at: string | null;
  started_at: string | null;
  ended_at: string | null;
  exit_code: number | null;
  signal: number | null;
  timings: Record<string, number>;
  reason: RunReason | null;
  log_tail?: string[];
}

export interface StepRun {
  id: string;
  node_id: string;
  name: string;
  kind: string;
  state: string;
  reason: RunReason | null;
  waits_for: string[];
  started_at: string | null;
  ended_at: string | null;
  duration_s: number | null;
  attempt_count: number;
  attempts: Attempt[];
  arguments: string[];
  inputs: { name: string; datastore: string; path: string; from_node: string | null }[];
  outputs: { name: string; kind: string; size: number; file_count: number; datastore: string; path: string }[];
  can: string[];
}

export interface Run extends RunRow {
  document: PipelineDocument;
  parameters: Record<string, unknown>;
  continue_on_step_failure: boolean;
  description: string;
  tags: Record<string, string>;
  rerun_of: { id: string; number: number } | null;
  steps: StepRun[];
}

export interface RunEvent {
  seq: number;
  at: string;
  kind: string;
  step_run: string | null;
  data: Record<string, unknown>;
}

export interface Metric {
  name: string;
  kind: "scalar" | "list" | "row" | "table" | "image";
  values: { value: unknown; step: number | null; at: string }[];
}

export interface Artifact {
  path: string;
  size: number;
  content_type: string;
}

export type Preview =
  | { kind: "table"; columns: { name: string; type: string }[]; rows: unknown[][]; total_rows: number }
  | { kind: "image"; url: string }
  | { kind: "text"; text: string; truncated: boolean }
  | { kind: "folder"; files: { path: string; size: number }[] }
  | { kind: "binary"; size: number };

export interface LogMatches {
  matches: { offset: number; line: number }[];
  complete: boolean;
}

export interface Experiment {
  name: string;
  run_count: number;
}
