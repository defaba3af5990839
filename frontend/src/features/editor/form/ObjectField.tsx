/** A setting that is an object, edited as JSON; text that is no JSON yet stays in the field. */
import { JsonInput } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useField } from "./formContext";

export function ObjectField({ fieldPathId: { $id: id, path }, formData, onChange, readonly }: FieldProps) {
  const { t } = useTranslation("editor");
  const { aria } = useField(id);
  const saved = formData === undefined ? "" : JSON.stringify(formData, null, 2);
  const [draft, setDraft] = useState<string | null>(null);
  const take = (text: string) => {
    setDraft(text);
    if (text.trim() === "") {
      onChange(undefined, path);
      return;
    }
    try {
      onChange(JSON.parse(text), path);
    } catch (reason) {
      if (!(reason instanceof SyntaxError)) throw reason;
    }
  };
  return (
    <JsonInput
      id={id}
      value={draft ?? saved}
      validationError={t("form.notJson")}
      readOnly={readonly}
      autosize
      minRows={3}
      {...aria}
      onChange={take}
    />
  );
}
