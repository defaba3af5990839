/** The pipeline document exactly as it is saved: the JSON that `studio/graph/document.py` reads. */

export const SCHEMA = 1;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const PORT_TYPES = ["any", "file", "folder", "table", "scored_table", "model", "image"] as const;
export type PortType = (typeof PORT_TYPES)[number];

export const PARAMETER_TYPES = ["int", "float", "bool", "string"] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

export interface Position {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface InputPort {
  readonly name: string;
  readonly type: PortType;
  readonly optional: boolean;
}

export interface OutputPort {
  readonly name: string;
  readonly type: PortType;
}

/** One file of a step's source folder; its bytes live in the workspace's content store. */
export interface SourceFile {
  readonly sha256: string;
  readonly size: number;
}

/** The checkout a source folder was taken from; texts are empty where git had no answer. */
export interface Git {
  readonly repository_uri: string;
  readonly branch: string;
  readonly commit: string;
  /** The files were not exactly the commit's; `null` where that is not known. */
  readonly dirty: boolean | null;
  /** Digest of the files as they were taken, so that a later edit of them is seen. */
  readonly tree: string;
}

export type Source = Readonly<Record<string, SourceFile>>;
export type Settings = Readonly<Record<string, Json>>;

export interface GraphNode {
  readonly id: string;
  readonly kind: string;
  readonly kind_version: string;
  readonly title: string;
  readonly settings: Settings;
  /** `null` when the kind carries no files. */
  readonly source: Source | null;
  /** Only kinds with dynamic ports keep ports here; for all others the kind's own ports count. */
  readonly inputs: readonly InputPort[];
  readonly outputs: readonly OutputPort[];
  readonly position: Position;
  readonly comment: string;
  /** Where the files came from; changes nothing of the run. Absent when they were written here. */
  readonly git?: Git | undefined;
}

/** `port` is empty at both ends of a `run_after` edge. */
export interface PortAddress {
  readonly node: string;
  readonly port: string;
}

export type EdgeKind = "data" | "run_after";

export interface GraphEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  readonly source: PortAddress;
  readonly target: PortAddress;
}

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly default: Json;
  readonly description: string;
}

export interface Note {
  readonly id: string;
  readonly text: string;
  readonly position: Position;
  readonly size: Size;
}

export interface PipelineDocument {
  readonly schema: typeof SCHEMA;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly parameters: readonly Parameter[];
  readonly notes: readonly Note[];
}

export const EMPTY_DOCUMENT: PipelineDocument = {
  schema: SCHEMA,
  nodes: [],
  edges: [],
  parameters: [],
  notes: [],
};

export interface ParameterReference {
  $parameter: string;
}

/** The parameter a setting or an argument is bound to, or `null` when it is a literal value. */
export function boundParameter(value: unknown): string | null {
  return reference(value, "$parameter");
}

export function inputReference(value: unknown): string | null {
  return reference(value, "$input");
}

export function outputReference(value: unknown): string | null {
  return reference(value, "$output");
}

function reference(value: unknown, key: string): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value);
  const [only] = entries;
  return entries.length === 1 && only?.[0] === key && typeof only[1] === "string" ? only[1] : null;
}

export function findNode(document: PipelineDocument, id: string): GraphNode | undefined {
  return document.nodes.find((node) => node.id === id);
}
