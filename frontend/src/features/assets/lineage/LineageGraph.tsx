import { IconTrash } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Lineage } from "@/api/lineage";
import { type CardStatus, layout, PipelineCanvas } from "@/canvas";
import { moveNodes } from "@/graph/edit";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { statusLook } from "@/ui/status";
import { type Direction, lineageDocument, lineageKinds, sliceOf } from "./lineageDocument";

interface LineageGraphProps {
  lineage: Lineage;
  direction: Direction;
  selected: string | null;
  onSelect: (id: string | null) => void;
  onOpen: (id: string) => void;
}

/** Lineage drawn from top (what it was made from) to bottom (what was made from it). */
export function LineageGraph({ lineage, direction, selected, onSelect, onOpen }: LineageGraphProps) {
  const { t } = useTranslation("assets");
  const kinds = useMemo(() => lineageKinds((type) => t(`lineage.type.${type}`)), [t]);
  const drawn = useMemo(() => lineageDocument(sliceOf(lineage, direction)), [lineage, direction]);
  const statuses = useMemo(() => statusesOf(lineage, t), [lineage, t]);
  const { data: placed, error, refetch } = useQuery({
    queryKey: ["lineage-layout", drawn],
    queryFn: async () => moveNodes(drawn, await layout(drawn, kinds)),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  if (error) return <ErrorState title={t("lineage.drawFailed")} error={error} onRetry={() => void refetch()} />;
  if (!placed) return <BlockSkeleton lines={5} />;
  return (
    <PipelineCanvas
      key={`${lineage.focus} ${direction}`}
      label={t("lineage.graph")}
      document={placed}
      kinds={kinds}
      statuses={statuses}
      selection={{ nodes: selected === null ? [] : [selected], edges: [], notes: [] }}
      onSelect={({ nodes }) => onSelect(nodes.at(-1) ?? null)}
      onOpen={onOpen}
      readOnly
    />
  );
}

/** How steps ended, and what is no longer there. */
function statusesOf({ nodes }: Lineage, t: (key: string) => string): ReadonlyMap<string, CardStatus> {
  const statuses = new Map<string, CardStatus>();
  for (const { id, ref, removed, subtitle } of nodes) {
    if (removed) statuses.set(id, { tone: "mute", icon: IconTrash, word: t("lineage.removed"), line: `${t("lineage.removed")} · ${subtitle}` });
    else if (ref.state) statuses.set(id, { ...statusLook(ref.state), word: t(`ui:status.${ref.state}`), line: subtitle });
  }
  return statuses;
}
