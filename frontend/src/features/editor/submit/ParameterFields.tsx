/** The parameters of a run to be, each with the draft's default filled in. */
import { Input } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Json, Parameter } from "@/graph/document";
import { ValueInput } from "../drawer/parameterValue";
import classes from "../editor.module.css";

interface ParameterFieldsProps {
  readonly parameters: readonly Parameter[];
  readonly values: Readonly<Record<string, Json>>;
  readonly errors: Readonly<Record<string, string | undefined>>;
  onChange(name: string, value: Json): void;
}

export function ParameterFields({ parameters, values, errors, onChange }: ParameterFieldsProps) {
  const { t } = useTranslation("editor");
  if (parameters.length === 0) return <p className={classes.quiet}>{t("submit.noParameters")}</p>;
  return (
    <>
      {parameters.map(({ name, type, default: normal, description }) => (
        <Input.Wrapper key={name} label={name} description={description} id={`parameter-${name}`} labelProps={{ htmlFor: `parameter-${name}` }}>
          <ValueInput
            id={`parameter-${name}`}
            type={type}
            value={name in values ? (values[name] ?? null) : normal}
            label={name}
            error={errors[name]}
            onChange={(value) => {
              onChange(name, value);
            }}
          />
        </Input.Wrapper>
      ))}
    </>
  );
}
