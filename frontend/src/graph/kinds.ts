/** What a node can be. The catalog the API serves is the only place that lists the kinds. */
import type { GraphNode, InputPort, Json, OutputPort, PortType } from "./document";

export interface KindPort {
  readonly name: string;
  readonly type: PortType;
  readonly optional: boolean;
  readonly title: string;
  readonly description: string;
}

export type SettingType =
  "string" | "text" | "int" | "float" | "bool" | "list" | "columns" | "arguments" | "object";

/** One property of a kind's JSON schema, with what the form needs beyond the standard. */
export interface SettingSchema {
  readonly title: string;
  readonly description: string;
  readonly type: string | readonly string[];
  readonly default?: Json;
  readonly oneOf?: readonly { readonly const: Json; readonly title: string }[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly "x-group": string;
  readonly "x-type": SettingType;
  readonly "x-format": string;
  readonly "x-bindable": boolean;
  readonly "x-when"?: { readonly setting: string; readonly values: readonly string[] };
}

export interface SettingsSchema {
  readonly title: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, SettingSchema>>;
  readonly required: readonly string[];
}

export interface StepKind {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  /** data, prepare, learn, evaluate or code: the palette's groups. */
  readonly group: string;
  readonly icon: string;
  readonly inputs: readonly KindPort[];
  readonly outputs: readonly KindPort[];
  readonly dynamic_ports: boolean;
  readonly has_source: boolean;
  readonly executes: boolean;
  readonly launch: "script" | "command" | "none";
  readonly schema: SettingsSchema;
}

export type Kinds = Readonly<Record<string, StepKind>>;

/** The node's inputs: its own where the kind leaves them open, else the kind's. */
export function inputsOf(node: GraphNode, kind: StepKind | undefined): readonly InputPort[] {
  if (!kind || kind.dynamic_ports) return node.inputs;
  return kind.inputs;
}

export function outputsOf(node: GraphNode, kind: StepKind | undefined): readonly OutputPort[] {
  if (!kind || kind.dynamic_ports) return node.outputs;
  return kind.outputs;
}

const PARENTS: Partial<Record<PortType, PortType>> = {
  file: "any",
  folder: "any",
  table: "file",
  image: "file",
  scored_table: "table",
  model: "folder",
};

/** Whether an input of type `wanted` takes what an output of type `given` makes. */
export function fits(given: PortType, wanted: PortType): boolean {
  if (given === "any" || wanted === "any") return true;
  for (let type: PortType | undefined = given; type; type = PARENTS[type]) {
    if (type === wanted) return true;
  }
  return false;
}
