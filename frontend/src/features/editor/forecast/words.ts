/** The forecast of a step in one line, and of all steps in another. */
import type { TFunction } from "i18next";
import type { PlanSummary, StepForecast } from "@/api/forecast";
import { forecastText, planText } from "@/api/why";
import { formatDuration, formatRelative } from "@/ui/format";

type Words = TFunction<"reuse">;

function formats(now: number) {
  return { ago: (moment: string) => formatRelative(Date.parse(moment), now), duration: formatDuration };
}

export function forecastLine(t: Words, step: StepForecast, now: number): string | null {
  return forecastText(t, step, formats(now));
}

export function summaryText(t: Words, summary: PlanSummary): string | null {
  return planText(t, summary, formats(0));
}

export function summaryHint(t: Words, { run, reuse, wait, unmeasured }: PlanSummary): string {
  const hint = t("summary.hint", { run, reuse, wait });
  return unmeasured > 0 ? `${hint}. ${t("summary.unmeasured", { count: unmeasured })}` : hint;
}
