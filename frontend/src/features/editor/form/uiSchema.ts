/** Which of our fields and widgets shows which setting. */
import type { UiSchema } from "@rjsf/utils";
import { boundParameter, type GraphNode } from "@/graph/document";
import type { SettingSchema, StepKind } from "@/graph/kinds";
import { applies } from "@/graph/settings";

const FIELDS: Readonly<Record<string, string>> = { arguments: "arguments", list: "list", columns: "list", object: "object" };
const FORMATS: Readonly<Record<string, string>> = { script: "script", compute: "compute", datastore: "datastore", datapath: "path" };

export function uiSchemaOf(kind: StepKind): UiSchema {
  const entries = Object.entries(kind.schema.properties).map(([name, schema]) => [name, uiOf(schema)]);
  return { "ui:order": Object.keys(kind.schema.properties), ...Object.fromEntries(entries) };
}

function uiOf(schema: SettingSchema): UiSchema {
  const options = { label: false };
  const field = FIELDS[schema["x-type"]];
  if (field) return { "ui:field": field, "ui:options": options };
  const widget = FORMATS[schema["x-format"]] ?? (schema["x-type"] === "text" ? "textarea" : undefined);
  return { "ui:options": options, ...(widget && { "ui:widget": widget }) };
}

/** The settings that matter now, in the order of the form. */
export function shownSettings(node: GraphNode, kind: StepKind): [string, SettingSchema][] {
  return Object.entries(kind.schema.properties).filter(([, schema]) => applies(schema, node, kind));
}

/** The literal values; what is bound to a parameter is shown by the field's frame. */
export function literalValues(node: GraphNode): Record<string, unknown> {
  return Object.fromEntries(Object.entries(node.settings).filter(([, value]) => boundParameter(value) === null));
}
