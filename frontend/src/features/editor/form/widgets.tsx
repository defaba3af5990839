/** The plain inputs. A setting that is not set shows its default as a placeholder. */
import { NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import { useTranslation } from "react-i18next";
import { useField } from "./formContext";

export function useDefaultWords(id: string): string | undefined {
  const { t } = useTranslation("editor");
  const { schema } = useField(id);
  const value = schema?.default;
  if (value === undefined || value === "" || value === null) return undefined;
  return t("form.default", { value: String(value) });
}

export function TextWidget({ id, value, onChange, readonly, disabled }: WidgetProps) {
  const { aria } = useField(id);
  return (
    <TextInput
      id={id}
      value={(value as string | undefined) ?? ""}
      placeholder={useDefaultWords(id)}
      readOnly={readonly || disabled}
      error={aria["aria-invalid"]}
      {...aria}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value === "" ? undefined : currentTarget.value);
      }}
    />
  );
}

export function TextareaWidget({ id, value, onChange, readonly, disabled }: WidgetProps) {
  const { aria } = useField(id);
  return (
    <Textarea
      id={id}
      value={(value as string | undefined) ?? ""}
      placeholder={useDefaultWords(id)}
      readOnly={readonly || disabled}
      error={aria["aria-invalid"]}
      {...aria}
      autosize
      minRows={3}
      maxRows={12}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value === "" ? undefined : currentTarget.value);
      }}
    />
  );
}

/** Numbers out of range are kept and told as a problem: nothing changes under one's fingers. */
export function NumberWidget({ id, value, schema, onChange, readonly, disabled }: WidgetProps) {
  const { aria } = useField(id);
  return (
    <NumberInput
      id={id}
      value={(value as number | string | undefined) ?? ""}
      placeholder={useDefaultWords(id)}
      readOnly={readonly || disabled}
      error={aria["aria-invalid"]}
      {...aria}
      allowDecimal={schema.type !== "integer"}
      decimalScale={schema.type === "integer" ? 0 : undefined}
      step={schema.type === "integer" ? 1 : 0.1}
      hideControls
      onChange={(next) => {
        onChange(typeof next === "number" ? next : undefined);
      }}
    />
  );
}

export function SelectWidget({ id, value, options, onChange, readonly, disabled }: WidgetProps) {
  const { aria, schema } = useField(id);
  const choices = options.enumOptions ?? [];
  const chosen = choices.findIndex((choice) => choice.value === (value ?? schema?.default));
  return (
    <Select
      id={id}
      data={choices.map((choice, index) => ({ value: String(index), label: choice.label }))}
      value={chosen === -1 ? null : String(chosen)}
      readOnly={readonly || disabled}
      error={aria["aria-invalid"]}
      {...aria}
      allowDeselect={false}
      onChange={(index) => {
        if (index !== null) onChange(choices[Number(index)]?.value);
      }}
    />
  );
}

export function SwitchWidget({ id, value, label, onChange, readonly, disabled }: WidgetProps) {
  const { aria, schema } = useField(id);
  const isOn = Boolean(value ?? schema?.default ?? false);
  const { t } = useTranslation("editor");
  return (
    <Switch
      id={id}
      checked={isOn}
      label={t(isOn ? "form.on" : "form.off")}
      aria-label={label}
      disabled={readonly || disabled}
      {...aria}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.checked);
      }}
    />
  );
}
