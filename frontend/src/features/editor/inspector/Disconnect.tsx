/** Takes one edge away. */
import { CloseButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { GraphEdge } from "@/graph/document";
import { disconnect } from "@/graph/edit";
import { useParts } from "../context";

export function Disconnect({ edge }: { edge: GraphEdge }) {
  const { t } = useTranslation("editor");
  const { store, readOnly } = useParts();
  if (readOnly) return null;
  return (
    <CloseButton
      size="sm"
      ml="auto"
      aria-label={t("ports.disconnect")}
      title={t("ports.disconnect")}
      onClick={() => {
        store.getState().edit((document) => disconnect(document, [edge.id]));
      }}
    />
  );
}
