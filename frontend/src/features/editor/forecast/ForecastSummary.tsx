/** "4 of 9 steps will run, ≈ 12 min", beside the state of saving. */
import { Tooltip } from "@mantine/core";
import { IconPlayerTrackNext } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useForecast } from "./useForecast";
import { summaryHint, summaryText } from "./words";
import classes from "../editor.module.css";

export function ForecastSummary() {
  const { t } = useTranslation("reuse");
  const { data, error } = useForecast();
  const text = error ? t("summary.failed") : data && summaryText(t, data.summary);
  if (!text) return null;
  return (
    <Tooltip multiline maw={300} label={error ? t("summary.failedHint", { message: error.message }) : data && summaryHint(t, data.summary)}>
      <span role="status" aria-label={t("summary.label")} className={classes.saveState}>
        <IconPlayerTrackNext size={15} stroke={1.8} aria-hidden />
        {text}
      </span>
    </Tooltip>
  );
}
