/** Pipeline parameters: what callers may set, with name, type, default and description. */
import { Button, CloseButton, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { boundParameter, PARAMETER_TYPES, type Parameter, type ParameterType, type PipelineDocument } from "@/graph/document";
import { addParameter, changeParameter, removeParameter } from "@/graph/edit";
import { freeName } from "@/graph/ids";
import { isParameterName } from "@/graph/names";
import { useDocument, useParts } from "../context";
import { convert, ValueInput } from "./parameterValue";
import classes from "../editor.module.css";

export function ParametersTab() {
  const { t } = useTranslation("editor");
  const { store, readOnly } = useParts();
  const document = useDocument();
  const { parameters } = document;
  const add = () => {
    const name = freeName("parameter", parameters.map((parameter) => parameter.name));
    store.getState().edit((before) => addParameter(before, { name, type: "string", default: "", description: "" }));
  };
  return (
    <div className={classes.scroller} tabIndex={0} role="group" aria-label={t("parameters.tab")}>
      {parameters.length === 0 && <p className={classes.allWell}>{t("parameters.none")}</p>}
      {parameters.length > 0 && (
        <div className={classes.parameterHead} aria-hidden>
          <span>{t("parameters.name")}</span>
          <span>{t("parameters.type")}</span>
          <span>{t("parameters.default")}</span>
          <span>{t("parameters.description")}</span>
          <span>{t("parameters.used")}</span>
        </div>
      )}
      {parameters.map((parameter, index) => (
        <ParameterRow key={index} parameter={parameter} uses={usesOf(document, parameter.name)} />
      ))}
      {!readOnly && (
        <Button m="sm" size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          {t("parameters.add")}
        </Button>
      )}
    </div>
  );
}

function ParameterRow({ parameter, uses }: { parameter: Parameter; uses: number }) {
  const { t } = useTranslation("editor");
  const { store, readOnly } = useParts();
  const { parameters } = useDocument();
  const [name, setName] = useState<string | null>(null);
  const wanted = name ?? parameter.name;
  const taken = wanted !== parameter.name && parameters.some((each) => each.name === wanted);
  const wrong = !isParameterName(wanted) ? t("parameters.badName") : taken ? t("parameters.taken") : null;
  const change = (to: Partial<Parameter>) => {
    store.getState().edit((document) => changeParameter(document, parameter.name, { ...parameter, ...to }), {
      label: `parameter ${parameter.name} ${Object.keys(to).join()}`,
    });
  };
  const finish = () => {
    if (!wrong && wanted !== parameter.name) change({ name: wanted });
    setName(null);
  };
  return (
    <div className={classes.parameterRow} role="group" aria-label={parameter.name}>
      <TextInput
        aria-label={t("parameters.name")}
        value={wanted}
        error={wrong}
        readOnly={readOnly}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish();
        }}
      />
      <Select
        aria-label={t("parameters.type")}
        allowDeselect={false}
        value={parameter.type}
        readOnly={readOnly}
        data={[...PARAMETER_TYPES]}
        onChange={(type) => {
          if (type !== null) change({ type: type as ParameterType, default: convert(parameter.default, type as ParameterType) });
        }}
      />
      <ValueInput
        type={parameter.type}
        value={parameter.default}
        label={t("parameters.default")}
        readOnly={readOnly}
        onChange={(value) => {
          if (value !== null) change({ default: value });
        }}
      />
      <TextInput
        aria-label={t("parameters.description")}
        value={parameter.description}
        readOnly={readOnly}
        onChange={({ currentTarget }) => {
          change({ description: currentTarget.value });
        }}
      />
      <span className={classes.quiet}>{t("parameters.uses", { count: uses })}</span>
      {!readOnly && (
        <CloseButton
          aria-label={t("parameters.remove", { name: parameter.name })}
          title={t("parameters.removeHint")}
          onClick={() => {
            store.getState().edit((document) => removeParameter(document, parameter.name));
          }}
        />
      )}
    </div>
  );
}

function usesOf(document: PipelineDocument, name: string): number {
  const values = document.nodes.flatMap((node) => Object.values(node.settings).flat());
  return values.filter((value) => boundParameter(value) === name).length;
}
