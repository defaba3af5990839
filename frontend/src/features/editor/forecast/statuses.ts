/** The forecast as marks on the cards. A card's problems come first: they are what keeps it from running. */
import { IconCircleDashed, IconHourglass, IconPlayerPlay, IconRecycle } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CardStatus } from "@/canvas";
import { useProblemStatuses } from "../statuses";
import { useForecast } from "./useForecast";
import { forecastLine } from "./words";

const MARKS = {
  reuse: { tone: "reuse", icon: IconRecycle, word: "forecast.reuse" },
  run: { tone: "mute", icon: IconPlayerPlay, word: "forecast.run" },
  wait: { tone: "mute", icon: IconHourglass, word: "forecast.wait" },
  left_out: { tone: "mute", icon: IconCircleDashed, word: "forecast.leftOut" },
} as const;

export function useCardStatuses(): ReadonlyMap<string, CardStatus> {
  const problems = useProblemStatuses();
  const { data, dataUpdatedAt } = useForecast();
  const { t } = useTranslation("reuse");
  return useMemo(() => {
    const statuses = new Map<string, CardStatus>();
    for (const step of data?.steps ?? []) {
      if (step.decision === "none") continue;
      const { word, ...look } = MARKS[step.decision];
      statuses.set(step.node_id, { ...look, word: t(word), line: forecastLine(t, step, dataUpdatedAt) ?? undefined });
    }
    for (const [node, status] of problems) statuses.set(node, status);
    return statuses;
  }, [data, dataUpdatedAt, problems, t]);
}
