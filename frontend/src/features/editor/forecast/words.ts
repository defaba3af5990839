/** The forecast of a step in one line, and of all steps in another. */
import type { TFunction } from "i18next";
import type { PlanSummary, StepForecast } from "@/api/forecast";
import { changesText } from "@/api/why";
import { formatDuration, formatRelative } from "@/ui/format";

type Words = TFunction<"reuse">;

/** `reuse · run 41, 3 h ago`, `will run: train.py +4 −1; lr 0.1 → 0.2`; null for a step that has nothing to forecast. */
export function forecastLine(t: Words, { decision, why }: StepForecast, now: number): string | null {
  if (decision === "none" && why.code !== "left_out") return null;
  return t(`line.${why.code}`, {
    number: why.source?.run_number ?? "",
    ago: why.source?.ended_at ? formatRelative(Date.parse(why.source.ended_at), now) : "",
    changes: changesText(t, why),
  });
}

/** "4 of 9 steps will run, ≈ 12 min"; null when there is no step to run at all. */
export function summaryText(t: Words, { total, run, reuse, expected_s }: PlanSummary): string | null {
  if (total === 0) return null;
  if (reuse === total) return t("summary.none", { count: total });
  const text = run === total ? t("summary.all", { count: total }) : t("summary.run", { run, total });
  return expected_s === null ? text : t("summary.time", { text, time: formatDuration(expected_s) });
}

export function summaryHint(t: Words, { run, reuse, wait, unmeasured }: PlanSummary): string {
  const hint = t("summary.hint", { run, reuse, wait });
  return unmeasured > 0 ? `${hint}. ${t("summary.unmeasured", { count: unmeasured })}` : hint;
}
