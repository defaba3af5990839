/** The settings of a step: a form drawn from its kind's JSON schema. */
import { withTheme, type IChangeEvent } from "@rjsf/core";
import { Theme } from "@rjsf/mantine";
import type { RJSFSchema } from "@rjsf/utils";
import { useMemo } from "react";
import type { GraphNode, Json } from "@/graph/document";
import { setSetting, unsetSetting } from "@/graph/edit";
import type { SettingSchema, StepKind } from "@/graph/kinds";
import { useDocument, useEditorStore, useParts, useProblems } from "../context";
import { useProblemWords } from "../problemWords";
import { ArgumentsField } from "./ArgumentsField";
import { FieldFrame, GroupedFields } from "./FieldFrame";
import { ListField } from "./ListField";
import { ObjectField } from "./ObjectField";
import { StepFormContext, type StepForm as Context } from "./formContext";
import { literalValues, shownSettings, uiSchemaOf } from "./uiSchema";
import { validator } from "./validator";
import { NumberWidget, SelectWidget, SwitchWidget, TextareaWidget, TextWidget } from "./widgets";
import { ComputeWidget, DatastoreWidget, ScriptWidget } from "./choiceWidgets";
import { PathWidget } from "./PathWidget";

const SchemaForm = withTheme({
  ...Theme,
  templates: { ...Theme.templates, FieldTemplate: FieldFrame, ObjectFieldTemplate: GroupedFields, BaseInputTemplate: TextWidget },
  widgets: {
    ...Theme.widgets,
    TextWidget,
    TextareaWidget,
    UpDownWidget: NumberWidget,
    SelectWidget,
    CheckboxWidget: SwitchWidget,
    script: ScriptWidget,
    compute: ComputeWidget,
    datastore: DatastoreWidget,
    path: PathWidget,
  },
  fields: { ...Theme.fields, arguments: ArgumentsField, list: ListField, object: ObjectField },
});

// A setting that was not set stays unset: its default is shown, not written down.
const DEFAULTS = { emptyObjectFields: "skipDefaults" } as const;

export function StepForm({ node, kind }: { node: GraphNode; kind: StepKind }) {
  const context = useFormContext(node, kind);
  const shown = shownSettings(node, kind);
  const names = shown.map(([name]) => name).join(" ");
  const schema = useMemo(() => schemaOf(kind, names.split(" ")), [kind, names]);
  const uiSchema = useMemo(() => uiSchemaOf(kind), [kind]);
  const values = useMemo(() => literalValues(node), [node]);
  const onChange = ({ formData }: IChangeEvent<Record<string, Json | undefined>>) => {
    for (const [name, property] of shown) takeOver(name, property, formData?.[name]);
  };
  const takeOver = (name: string, property: SettingSchema, value: Json | undefined) => {
    const before = values[name];
    if (JSON.stringify(value) === JSON.stringify(before) || (value === undefined && before === undefined)) return;
    if (typeof node.settings[name] === "object" && before === undefined) return;
    context.set(name, value === undefined && property["x-type"] === "string" && property.default ? "" : value);
  };
  return (
    <StepFormContext value={context}>
      <SchemaForm
        tagName="div"
        schema={schema}
        uiSchema={uiSchema}
        formData={values}
        validator={validator}
        onChange={onChange}
        readonly={context.readOnly}
        experimental_defaultFormStateBehavior={DEFAULTS}
        showErrorList={false}
        noHtml5Validate
        noValidate
      >
        <></>
      </SchemaForm>
    </StepFormContext>
  );
}

function schemaOf(kind: StepKind, names: readonly string[]): RJSFSchema {
  const all: Readonly<Record<string, SettingSchema>> = kind.schema.properties;
  const properties = Object.fromEntries(
    names.map((name) => {
      const { type, ...rest } = all[name] as SettingSchema;
      // "number or null" is a number that may be left out; the form knows that anyway.
      return [name, { ...rest, type: Array.isArray(type) ? type[0] : type }];
    }),
  );
  return { type: "object", properties, required: kind.schema.required.filter((name) => names.includes(name)) } as RJSFSchema;
}

function useFormContext(node: GraphNode, kind: StepKind): Context {
  const { kinds, readOnly } = useParts();
  const store = useEditorStore();
  const document = useDocument();
  const problems = useProblems();
  const tell = useProblemWords(kinds);
  const own = problems.filter((problem) => problem.node === node.id && problem.field !== null);
  return {
    node,
    kind,
    readOnly,
    problems: new Map(own.map((problem) => [problem.field ?? "", tell(problem, document).text])),
    set: (name, value) => {
      store.getState().edit(
        (before) => (value === undefined ? unsetSetting(before, node.id, name) : setSetting(before, node.id, name, value)),
        { label: `setting ${node.id} ${name}` },
      );
    },
  };
}
