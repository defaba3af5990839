/** In a word or two, what may be put into a field. */
import type { TFunction } from "i18next";
import type { SettingSchema } from "@/graph/kinds";

export function valueHint(t: TFunction<"editor">, schema: SettingSchema): string {
  const { minimum, maximum } = schema;
  if (schema.oneOf) return "";
  if (minimum !== undefined && maximum !== undefined) return t("form.range", { minimum, maximum });
  if (minimum !== undefined) return t("form.atLeast", { minimum });
  if (maximum !== undefined) return t("form.atMost", { maximum });
  return t(`form.type.${schema["x-type"]}`, "");
}
