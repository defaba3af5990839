/** What stands around each field: label, kind of value, binding to a parameter, description, problem. */
import type { FieldTemplateProps, ObjectFieldTemplateProps } from "@rjsf/utils";
import { useTranslation } from "react-i18next";
import { boundParameter } from "@/graph/document";
import { isRequired } from "@/graph/settings";
import { BindMenu, BoundTo } from "./Binding";
import { useField, useStepForm } from "./formContext";
import { valueHint } from "./valueHint";
import classes from "../editor.module.css";

export function FieldFrame({ id, children, label, hidden }: FieldTemplateProps) {
  const { t } = useTranslation("editor");
  const { node, readOnly } = useStepForm();
  const { name, schema, problem } = useField(id);
  // The frame of the whole form has no setting.
  if (!schema) return children;
  if (hidden) return null;
  const bound = boundParameter(node.settings[name]);
  return (
    <div className={classes.field} data-field={name} data-problem={problem !== undefined || undefined}>
      <div className={classes.fieldHead}>
        {/* A list of arguments is a group of fields, each with a name of its own. */}
        <label htmlFor={schema["x-type"] === "arguments" ? undefined : id}>
          {label}
          {isRequired(schema) && (
            <span className={classes.required} title={t("form.required")}>
              {" *"}
            </span>
          )}
        </label>
        <span className={classes.fieldHint}>{valueHint(t, schema)}</span>
        {!readOnly && schema["x-bindable"] && bound === null && <BindMenu name={name} schema={schema} />}
      </div>
      {bound === null ? children : <BoundTo id={id} name={name} parameter={bound} />}
      <p id={`${id}-problem`} className={classes.problem}>
        {problem}
      </p>
      <p id={`${id}-about`} className={classes.about}>
        {bound === null ? schema.description : t("form.boundAbout", { parameter: bound })}
      </p>
    </div>
  );
}

/** The fields under the headings of their groups, in the order of the schema. */
export function GroupedFields({ properties }: ObjectFieldTemplateProps) {
  const { t } = useTranslation("editor");
  const { kind } = useStepForm();
  const groupOf = (name: string) => kind.schema.properties[name]?.["x-group"] ?? "Settings";
  const shown = properties.filter((property) => !property.hidden);
  const groups = [...new Set(shown.map((property) => groupOf(property.name)))];
  return (
    <div data-fields>
      {groups.map((group) => (
        <section key={group} className={classes.fieldGroup} aria-label={t(`form.group.${group}`, group)}>
          {/* The tab says "Settings" already. */}
          {group !== "Settings" && <h3>{t(`form.group.${group}`, group)}</h3>}
          {shown.filter((property) => groupOf(property.name) === group).map((property) => property.content)}
        </section>
      ))}
    </div>
  );
}
