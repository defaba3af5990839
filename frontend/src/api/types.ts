/**
 * What the API sends and takes, by name, until the generated schema takes its place.
 * Features import from the noun's file (`api/runs`), never from here.
 */
/** A pipeline document as it travels; graph/document.ts gives it meaning. */
export type JsonDocument = Record<string, unknown>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- stands for the generated paths
export type paths = any;

export type Role = "owner" | "contributor" | "reader";

export interface SessionWorkspace {
  id: string;
  name: string;
  role: Role;
}

export interface Session {
  user: { id: string; username: string; display_name: string };
  workspaces: SessionWorkspace[];
  version: string;
}

export interface Page<Row> {
  next: string | null;
  previous: string | null;
  results: Row[];
}

export interface Problem {
  code: string;
  severity: "error" | "warning";
  node: string | null;
  port: string | null;
  field: string | null;
  detail: Record<string, unknown>;
}

export interface DraftRow {
  id: string;
  name: string;
  description: string;
  revision: number;
  step_count: number;
  last_run: { id: string; number: number; state: string } | null;
  updated_at: string;
  updated_by: { display_name: string } | null;
  created_at: string;
  deleted_at?: string | null;
}

export interface Draft {
  id: string;
  name: string;
  description: string;
  revision: number;
  document: JsonDocument;
  problems: Problem[];
  updated_at: string;
  updated_by: { display_name: string } | null;
  created_at: string;
}

export interface CatalogPort {
  name: string;
  title?: string;
  type: string;
  optional: boolean;
  description?: string;
}

export interface CatalogKind {
  name: string;
  version: string;
  title: string;
  summary: string;
  group: string;
  icon: string;
  inputs: CatalogPort[];
  outputs: CatalogPort[];
  dynamic_ports: boolean;
  has_source: boolean;
  executes: boolean;
  launch: "script" | "command" | "none";
  schema: Record<string, unknown>;
  files?: Record<string, string>;
}

export interface Catalog {
  kinds: CatalogKind[];
  port_types: unknown[];
}

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
  document: JsonDocument;
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

export interface PublishedPipeline {
  id: string;
  name: string;
  description: string;
  version: string;
  status: "Active" | "Disabled";
  endpoint: string;
  parameters: { name: string; type: string; default: unknown; description: string }[];
  created_by: { id: string; display_name: string };
  created_at: string;
  last_run: RunRow | null;
  call_counts: number[];
  refused_count: number;
}

export interface PublishedDetail extends PublishedPipeline {
  document: JsonDocument;
  curl: string;
}

export interface Token {
  id: string;
  name: string;
  prefix: string;
  scope: "read" | "run" | "manage" | "endpoint";
  published: { id: string; name: string } | null;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}

export interface NewToken extends Token {
  token: string;
}

export interface Member {
  id: string;
  user: { id: string; username: string; display_name: string };
  role: Role;
}

export interface Datastore {
  name: string;
  kind: string;
  is_default: boolean;
}

export interface DatastoreFile {
  path: string;
  size: number;
  modified: string;
  is_folder: boolean;
}

export interface ComputeTarget {
  name: string;
  kind: string;
  is_default: boolean;
}

export interface Experiment {
  name: string;
  run_count: number;
}
