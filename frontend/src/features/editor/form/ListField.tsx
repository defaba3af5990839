/** A list of names, such as columns: each a tag; items bound to a parameter stand as ⟨parameter⟩. */
import { TagsInput } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { useTranslation } from "react-i18next";
import { spell } from "@/canvas";
import { boundParameter, type Json } from "@/graph/document";
import { useDocument } from "../context";
import { useField } from "./formContext";

const BOUND = /^⟨(.+)⟩$/;

export function ListField({ fieldPathId: { $id: id, path }, formData, onChange, readonly }: FieldProps) {
  const { t } = useTranslation("editor");
  const { aria } = useField(id);
  const { parameters } = useDocument();
  const items = Array.isArray(formData) ? (formData as Json[]) : [];
  const read = (text: string): Json => {
    const [, name] = BOUND.exec(text) ?? [];
    return name === undefined ? text : { $parameter: name };
  };
  return (
    <TagsInput
      id={id}
      value={items.map((item) => (boundParameter(item) === null && typeof item === "string" ? item : spell(item)))}
      data={parameters.filter((each) => each.type === "string").map(({ name }) => `⟨${name}⟩`)}
      placeholder={items.length === 0 ? t("list.placeholder") : undefined}
      readOnly={readonly}
      splitChars={[",", "\n"]}
      acceptValueOnBlur
      error={aria["aria-invalid"]}
      {...aria}
      onChange={(texts) => {
        onChange(texts.length === 0 ? undefined : texts.map(read), path);
      }}
    />
  );
}
