/** The quiet second line of a card: what tells this step from others of its kind. */
import { boundParameter, inputReference, outputReference, type GraphNode, type Json } from "@/graph/document";
import type { StepKind } from "@/graph/kinds";

export function cardLine(node: GraphNode, kind: StepKind | undefined): string {
  if (!kind) return node.kind;
  for (const [name, schema] of Object.entries(kind.schema.properties)) {
    const value = node.settings[name];
    const telling = ["script", "datapath"].includes(schema["x-format"]);
    if (telling && value) return spell(value);
    if (kind.launch === "command" && schema["x-type"] === "arguments" && Array.isArray(value) && value.length > 0) {
      return value.map(spell).join(" ");
    }
  }
  return node.title && node.title !== kind.title ? kind.title : kind.summary;
}

/** A value or a reference in few characters: `⟨lr⟩` is a parameter, `{raw}` the path of a port. */
export function spell(value: Json): string {
  const parameter = boundParameter(value);
  if (parameter !== null) return `⟨${parameter}⟩`;
  const port = inputReference(value) ?? outputReference(value);
  if (port !== null) return `{${port}}`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
