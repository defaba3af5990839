/** A list of arguments: text, pipeline parameters and the paths of inputs and outputs, in an order one can change. */
import { ActionIcon, Button, Menu, TextInput } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { boundParameter, inputReference, outputReference, type Json } from "@/graph/document";
import { inputsOf, outputsOf } from "@/graph/kinds";
import { useDocument } from "../context";
import { useField, useStepForm } from "./formContext";
import classes from "../editor.module.css";

export function ArgumentsField({ fieldPathId: { $id: id, path }, formData, onChange, readonly, schema }: FieldProps) {
  const { t } = useTranslation("editor");
  const { aria } = useField(id);
  const items = Array.isArray(formData) ? (formData as Json[]) : [];
  const save = (next: readonly Json[]) => {
    onChange([...next], path);
  };
  const replace = (index: number, item: Json) => {
    save(items.map((old, at) => (at === index ? item : old)));
  };
  const move = (index: number, by: number) => {
    const next = [...items];
    const [item] = next.splice(index, 1);
    if (item !== undefined) next.splice(index + by, 0, item);
    save(next);
  };
  return (
    <div className={classes.arguments} role="group" aria-label={schema.title} aria-describedby={aria["aria-describedby"]} id={id} tabIndex={-1}>
      {items.map((item, index) => (
        <div key={index} className={classes.argument}>
          <Argument
            item={item}
            label={t("arguments.item", { number: index + 1 })}
            readOnly={readonly ?? false}
            onChange={(next) => {
              replace(index, next);
            }}
          />
          {!readonly && (
            <span className={classes.argumentTools}>
              <ActionIcon size={22} disabled={index === 0} aria-label={t("arguments.up", { number: index + 1 })} onClick={() => { move(index, -1); }}>
                <IconArrowUp size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon size={22} disabled={index === items.length - 1} aria-label={t("arguments.down", { number: index + 1 })} onClick={() => { move(index, 1); }}>
                <IconArrowDown size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon size={22} aria-label={t("arguments.remove", { number: index + 1 })} onClick={() => { save(items.filter((_, at) => at !== index)); }}>
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </span>
          )}
        </div>
      ))}
      {!readonly && (
        <AddArgument
          onAdd={(item) => {
            save([...items, item]);
          }}
        />
      )}
    </div>
  );
}

interface ArgumentProps {
  readonly item: Json;
  readonly label: string;
  readonly readOnly: boolean;
  onChange(item: Json): void;
}

function Argument({ item, label, readOnly, onChange }: ArgumentProps) {
  const { t } = useTranslation("editor");
  const reference = [
    { kind: "parameter", name: boundParameter(item) },
    { kind: "input", name: inputReference(item) },
    { kind: "output", name: outputReference(item) },
  ].find((each) => each.name !== null);
  if (reference) {
    return (
      <span className={classes.bound}>
        <span className={classes.chip} data-kind={reference.kind}>
          {t(`arguments.${reference.kind}`)}
        </span>
        {reference.name}
      </span>
    );
  }
  return (
    <TextInput
      aria-label={label}
      className={classes.argumentText}
      value={typeof item === "string" ? item : JSON.stringify(item)}
      readOnly={readOnly}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}

interface AddArgumentProps {
  onAdd(item: Json): void;
}

function AddArgument({ onAdd }: AddArgumentProps) {
  const { t } = useTranslation("editor");
  const { node, kind } = useStepForm();
  const { parameters } = useDocument();
  const groups = [
    { kind: "input", names: inputsOf(node, kind).map(({ name }) => name) },
    { kind: "output", names: outputsOf(node, kind).map(({ name }) => name) },
    { kind: "parameter", names: parameters.map(({ name }) => name) },
  ].filter(({ names }) => names.length > 0);
  return (
    <span className={classes.addArgument}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => {
          onAdd("");
        }}
      >
        {t("arguments.addText")}
      </Button>
      {groups.map((group) => (
        <Menu key={group.kind} position="bottom-start">
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />}>
              {t(`arguments.${group.kind}`)}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {group.names.map((name) => (
              <Menu.Item
                key={name}
                onClick={() => {
                  onAdd({ [`$${group.kind}`]: name });
                }}
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ))}
    </span>
  );
}
