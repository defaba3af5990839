/** What a run of the draft as it is saved would do. */
import { useQuery } from "@tanstack/react-query";
import { forecastQueries } from "@/api/forecast";
import { useParts, useSaving } from "../context";

export function useForecast() {
  const { workspace, draft } = useParts();
  const revision = useSaving((saving) => saving.revision);
  return useQuery(forecastQueries.draft(workspace.id, draft.id, revision));
}
