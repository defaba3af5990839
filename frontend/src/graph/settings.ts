/** Whether the settings of one step are ones its kind can work with. Mirrors `studio/graph/settings.py`. */
import {
  boundParameter,
  inputReference,
  outputReference,
  type GraphNode,
  type Json,
  type Parameter,
  type ParameterType,
} from "./document";
import { inputsOf, outputsOf, type SettingSchema, type SettingType, type StepKind } from "./kinds";
import { isDataPath } from "./names";
import { problem, type Problem } from "./problems";

/** What a setting may name. `null` leaves targets or datastores unchecked. */
export interface Places {
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly computeTargets: readonly string[] | null;
  readonly datastores: readonly string[] | null;
}

type Detail = Readonly<Record<string, Json>>;

const ITEM_TYPES: Partial<Record<SettingType, readonly string[]>> = {
  list: ["string", "number", "boolean"],
  columns: ["string"],
  arguments: ["string", "number", "boolean"],
};

/** The parameter type a setting can be bound to, or `null` for settings that are lists or objects. */
export function scalarType(schema: SettingSchema): ParameterType | null {
  const type = schema["x-type"];
  if (type === "string" || type === "text") return "string";
  return type === "int" || type === "float" || type === "bool" ? type : null;
}

export function fitsType(value: unknown, type: ParameterType): boolean {
  if (type === "bool") return typeof value === "boolean";
  if (type === "int") return Number.isInteger(value);
  if (type === "float") return typeof value === "number";
  return typeof value === "string";
}

export function checkSettings(node: GraphNode, kind: StepKind, places: Places): Problem[] {
  const { properties } = kind.schema;
  const problems = Object.keys(node.settings)
    .filter((name) => !Object.hasOwn(properties, name))
    .map((name) => wrong(node, name, { expected: "known_setting" }));
  for (const [name, schema] of Object.entries(properties)) {
    const value = node.settings[name];
    if (value !== undefined && value !== null) {
      problems.push(...checkValue(node, kind, name, schema, value, places));
    } else if (isRequired(schema) && schema.default === undefined && applies(schema, node, kind)) {
      problems.push(missing(node, name));
    }
  }
  return problems;
}

/**
 * Whether the setting needs a value. JSON schema's own `required` cannot name those that matter only now and
 * then; what may be left out allows null or has a default.
 */
export function isRequired(schema: SettingSchema): boolean {
  return schema.default === undefined && !schema.type.includes("null");
}

/** Whether the setting matters, given the value of the one it depends on. */
export function applies(schema: SettingSchema, node: GraphNode, kind: StepKind): boolean {
  const when = schema["x-when"];
  if (!when) return true;
  const value = node.settings[when.setting] ?? kind.schema.properties[when.setting]?.default;
  return isReference(value) || (typeof value === "string" && when.values.includes(value));
}

function checkValue(
  node: GraphNode,
  kind: StepKind,
  name: string,
  schema: SettingSchema,
  value: Json,
  places: Places,
): Problem[] {
  if (isReference(value)) return checkBinding(node, name, schema, value, places);
  if (ITEM_TYPES[schema["x-type"]]) return checkList(node, kind, name, value, places);
  if (!applies(schema, node, kind)) return [];
  const misfit = misfitOf(value, schema);
  return misfit ? [wrong(node, name, misfit)] : checkPlace(node, name, schema, value, places);
}

function checkBinding(node: GraphNode, name: string, schema: SettingSchema, value: Json, places: Places): Problem[] {
  const bound = boundParameter(value);
  const wanted = scalarType(schema);
  if (bound === null || !schema["x-bindable"] || wanted === null) {
    return [wrong(node, name, { expected: schema["x-type"], bindable: false })];
  }
  const parameter = places.parameters.get(bound);
  if (!parameter) return [unknownParameter(node, name, bound)];
  if (!canBind(schema, parameter)) {
    return [problem("parameter_type", { node: node.id, field: name, detail: { name: bound, expected: wanted } })];
  }
  if (!fitsType(parameter.default, parameter.type)) return [];
  const misfit = misfitOf(parameter.default, schema);
  return misfit ? [wrong(node, name, { ...misfit, parameter: bound })] : [];
}

/** Whether a parameter's type suits the setting; an int also serves where a float is wanted. */
export function canBind(schema: SettingSchema, parameter: Parameter): boolean {
  const wanted = scalarType(schema);
  return parameter.type === wanted || (parameter.type === "int" && wanted === "float");
}

function checkList(node: GraphNode, kind: StepKind, name: string, value: Json, places: Places): Problem[] {
  const schema = kind.schema.properties[name] as SettingSchema;
  const expected = schema["x-type"];
  if (!Array.isArray(value)) return [wrong(node, name, { expected })];
  if (value.length === 0 && kind.schema.required.includes(name)) return [missing(node, name)];
  return value.flatMap((item, index) => {
    if (isReference(item)) return checkItemReference(node, kind, name, expected, item, places);
    return ITEM_TYPES[expected]?.includes(typeof item) ? [] : [wrong(node, name, { expected, index })];
  });
}

function checkItemReference(
  node: GraphNode,
  kind: StepKind,
  name: string,
  expected: SettingType,
  item: Json,
  places: Places,
): Problem[] {
  const parameter = boundParameter(item);
  if (parameter !== null) return checkItemParameter(node, name, expected, parameter, places);
  if (expected !== "arguments") return [wrong(node, name, { expected })];
  const input = inputReference(item);
  const port = input ?? outputReference(item) ?? "";
  const ports = input === null ? outputsOf(node, kind) : inputsOf(node, kind);
  if (ports.some((candidate) => candidate.name === port)) return [];
  return [problem("unknown_port", { node: node.id, port, field: name, detail: { port } })];
}

function checkItemParameter(node: GraphNode, field: string, expected: SettingType, name: string, places: Places): Problem[] {
  const parameter = places.parameters.get(name);
  if (!parameter) return [unknownParameter(node, field, name)];
  if (expected !== "columns" || parameter.type === "string") return [];
  return [problem("parameter_type", { node: node.id, field, detail: { name, expected: "string" } })];
}

function checkPlace(node: GraphNode, name: string, schema: SettingSchema, value: Json, places: Places): Problem[] {
  const format = schema["x-format"];
  const known = { compute: places.computeTargets, datastore: places.datastores }[format];
  if (!value || !known || known.includes(String(value))) return [];
  return [problem(`unknown_${format}`, { node: node.id, field: name, detail: { name: value } })];
}

/** Why a literal does not suit the setting; `null` when it does. */
export function misfitOf(value: Json, schema: SettingSchema): Detail | null {
  const scalar = scalarType(schema);
  if (!scalar) return typeof value === "object" && value !== null && !Array.isArray(value) ? null : { expected: "object" };
  if (!fitsType(value, scalar)) return { expected: schema["x-type"] };
  const choices = schema.oneOf?.map((choice) => choice.const);
  if (choices && !choices.includes(value)) return { expected: "choice", choices };
  if (schema["x-format"] === "datapath" && typeof value === "string" && !isDataPath(value)) return { expected: "path" };
  if (typeof value !== "number") return null;
  if (schema.minimum !== undefined && value < schema.minimum) return { expected: "at_least", minimum: schema.minimum };
  if (schema.maximum !== undefined && value > schema.maximum) return { expected: "at_most", maximum: schema.maximum };
  return null;
}

function isReference(value: unknown): boolean {
  return boundParameter(value) !== null || inputReference(value) !== null || outputReference(value) !== null;
}

function wrong(node: GraphNode, field: string, detail: Detail): Problem {
  return problem("wrong_setting", { node: node.id, field, detail: { field, ...detail } });
}

function missing(node: GraphNode, field: string): Problem {
  return problem("missing_setting", { node: node.id, field, detail: { field } });
}

function unknownParameter(node: GraphNode, field: string, name: string): Problem {
  return problem("unknown_parameter", { node: node.id, field, detail: { name } });
}
