/** Binding a field to a pipeline parameter: choose one, make one from the present value, let go. */
import { ActionIcon, CloseButton, Menu } from "@mantine/core";
import { IconArrowBackUp, IconPlus, IconVariable } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { addParameter, bindSetting, setSetting, unsetSetting } from "@/graph/edit";
import { freeName } from "@/graph/ids";
import type { SettingSchema } from "@/graph/kinds";
import { canBind, scalarType } from "@/graph/settings";
import { useDocument, useEditorStore } from "../context";
import { emptyOf } from "../drawer/parameterValue";
import { useStepForm } from "./formContext";
import classes from "../editor.module.css";

export function BindMenu({ name, schema }: { name: string; schema: SettingSchema }) {
  const { t } = useTranslation("editor");
  const { node, set } = useStepForm();
  const store = useEditorStore();
  const { parameters } = useDocument();
  const type = scalarType(schema);
  const isSet = node.settings[name] !== undefined;
  const fitting = parameters.filter((parameter) => canBind(schema, parameter));
  const bind = (parameter: string) => {
    store.getState().edit((document) => bindSetting(document, node.id, name, parameter));
  };
  const create = () => {
    if (!type) return;
    const value = node.settings[name] ?? schema.default ?? emptyOf(type);
    store.getState().edit((document) => {
      const parameter = freeName(name, document.parameters.map((each) => each.name));
      const grown = addParameter(document, { name: parameter, type, default: value, description: "" });
      return bindSetting(grown, node.id, name, parameter);
    });
  };
  if (!type) return null;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon size={22} className={classes.bind} aria-label={t("bind.open", { field: schema.title })} title={t("bind.title")}>
          <IconVariable size={15} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("bind.title")}</Menu.Label>
        {fitting.map((parameter) => (
          <Menu.Item
            key={parameter.name}
            onClick={() => {
              bind(parameter.name);
            }}
            rightSection={<span className={classes.quiet}>{String(parameter.default)}</span>}
          >
            {parameter.name}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconPlus size={15} />} onClick={create}>
          {t("bind.create", { name })}
        </Menu.Item>
        {isSet && schema.default !== undefined && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconArrowBackUp size={15} />}
              onClick={() => {
                set(name, undefined);
              }}
            >
              {t("bind.useDefault", { value: String(schema.default) })}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** In place of the field: the parameter, its default, and how to let go of it. */
export function BoundTo({ id, name, parameter }: { id: string; name: string; parameter: string }) {
  const { t } = useTranslation("editor");
  const { node, kind, readOnly } = useStepForm();
  const store = useEditorStore();
  const found = useDocument().parameters.find((each) => each.name === parameter);
  const letGo = () => {
    const keepsDefault = found === undefined || found.default === kind.schema.properties[name]?.default;
    store.getState().edit((document) =>
      keepsDefault ? unsetSetting(document, node.id, name) : setSetting(document, node.id, name, found.default),
    );
  };
  return (
    <div className={classes.bound}>
      <span className={classes.chip}>⟨{parameter}⟩</span>
      <span>{found ? String(found.default) : t("bind.unknown")}</span>
      {!readOnly && (
        <CloseButton id={id} size="sm" ml="auto" aria-label={t("bind.letGo", { parameter })} title={t("bind.letGo", { parameter })} onClick={letGo} />
      )}
    </div>
  );
}
