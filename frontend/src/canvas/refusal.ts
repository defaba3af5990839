/** Why an edge may not be drawn, as words. */
import { useTranslation } from "react-i18next";
import type { Refusal } from "@/graph/connect";

export function useRefusalWords(): (refusal: Refusal) => string {
  const { t } = useTranslation("canvas");
  return (refusal) => {
    if (refusal.code !== "type_mismatch") return t(`refusal.${refusal.code}`, { ...refusal });
    return t("refusal.type_mismatch", {
      from: t(`aType.${refusal.from_type}`),
      to: t(`aType.${refusal.to_type}`),
    });
  };
}
