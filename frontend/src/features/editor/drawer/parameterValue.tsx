/** A parameter's value as a field of its type. */
import { NumberInput, Switch, TextInput } from "@mantine/core";
import type { Json, Parameter, ParameterType } from "@/graph/document";

export function emptyOf(type: ParameterType): Json {
  return { int: 0, float: 0, bool: false, string: "" }[type];
}

/** The value in another type where that makes sense, else an empty one. */
export function convert(value: Json, type: ParameterType): Json {
  if (type === "string") return String(value);
  if (type === "bool") return value === true || value === "true" || value === 1;
  const number = Number(value);
  if (!Number.isFinite(number)) return 0;
  return type === "int" ? Math.trunc(number) : number;
}

interface ValueInputProps {
  readonly type: Parameter["type"];
  readonly value: Json;
  readonly label: string;
  readonly id?: string;
  readonly readOnly?: boolean;
  readonly error?: string;
  onChange(value: Json): void;
}

export function ValueInput({ type, value, label, id, readOnly = false, error, onChange }: ValueInputProps) {
  const shared = { id, "aria-label": label, error, readOnly };
  if (type === "bool") {
    return (
      <Switch
        id={id}
        aria-label={label}
        disabled={readOnly}
        checked={value === true}
        label={String(value === true)}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.checked);
        }}
      />
    );
  }
  if (type === "string") {
    return (
      <TextInput
        {...shared}
        value={String(value ?? "")}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      />
    );
  }
  return (
    <NumberInput
      {...shared}
      value={typeof value === "number" ? value : ""}
      hideControls
      allowDecimal={type === "float"}
      onChange={(next) => {
        // While a number is only begun ("-", "") there is none: told as a problem, not filled in.
        onChange(typeof next === "number" ? next : null);
      }}
    />
  );
}
