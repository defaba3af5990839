/** Settings that name something of the workspace or of the step. */
import { Autocomplete, Select } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { datastoreQueries } from "@/api/datastores";
import { workspaceQueries } from "@/api/workspaces";
import { useParts } from "../context";
import { useField, useStepForm } from "./formContext";

/** The script that is started: one of the step's own files. */
export function ScriptWidget({ id, value, onChange, readonly }: WidgetProps) {
  const { aria } = useField(id);
  const { node } = useStepForm();
  const files = Object.keys(node.source ?? {});
  return (
    <Autocomplete
      id={id}
      data={files.filter((path) => path.endsWith(".py"))}
      value={(value as string | undefined) ?? ""}
      readOnly={readonly}
      error={aria["aria-invalid"]}
      {...aria}
      onChange={(next) => {
        onChange(next === "" ? undefined : next);
      }}
    />
  );
}

interface Named {
  readonly name: string;
  readonly kind: string;
  readonly is_default?: boolean;
}

export function ComputeWidget(props: WidgetProps) {
  const { workspace } = useParts();
  const { data } = useQuery(workspaceQueries.computeTargets(workspace.id));
  return <NameSelect {...props} named={data} />;
}

export function DatastoreWidget(props: WidgetProps) {
  const { workspace } = useParts();
  const { data } = useQuery(datastoreQueries.list(workspace.id));
  return <NameSelect {...props} named={data} />;
}

function NameSelect({ id, value, onChange, readonly, named = [] }: WidgetProps & { named?: readonly Named[] }) {
  const { t } = useTranslation("editor");
  const { aria } = useField(id);
  const normal = named.find((each) => each.is_default)?.name;
  const chosen = typeof value === "string" ? value : "";
  const known = named.map(({ name, kind }) => ({ value: name, label: `${name} · ${kind}` }));
  const lost = chosen !== "" && !named.some((each) => each.name === chosen) ? [{ value: chosen, label: chosen }] : [];
  return (
    <Select
      id={id}
      data={[...known, ...lost]}
      value={chosen === "" ? null : chosen}
      placeholder={normal ? t("form.workspaceDefault", { name: normal }) : t("form.workspaceDefaultUnknown")}
      readOnly={readonly}
      clearable
      error={aria["aria-invalid"]}
      {...aria}
      onChange={(next) => {
        onChange(next ?? undefined);
      }}
    />
  );
}
