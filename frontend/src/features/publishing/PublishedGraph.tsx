import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { catalogQueries, kindsByName } from "../../api/catalog";
import type { PublishedDetail } from "../../api/published";
import { useWorkspace } from "../../api/workspace";
import { NOTHING_SELECTED, PipelineCanvas } from "../../canvas";
import { BlockSkeleton, ErrorState } from "../../ui/States";

/** The graph as it was frozen; one can look around in it, and nothing else. */
export function PublishedGraph({ pipeline }: { pipeline: PublishedDetail }) {
  const { t } = useTranslation("publishing");
  const workspace = useWorkspace().id;
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const { data: kinds, error, refetch } = useQuery({ ...catalogQueries.all(workspace), select: kindsByName });
  if (error && !kinds) return <ErrorState title={t("graphFailed")} error={error} onRetry={() => void refetch()} />;
  if (!kinds) return <BlockSkeleton />;
  return (
    <PipelineCanvas
      label={t("graphLabel", { name: pipeline.name })}
      document={pipeline.document}
      kinds={kinds}
      selection={selection}
      onSelect={setSelection}
      readOnly
    />
  );
}
