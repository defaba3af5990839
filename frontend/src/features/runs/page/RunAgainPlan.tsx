/** What running again would do, step by step, before it is done. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { forecastQueries, type Asked } from "@/api/forecast";
import type { Run } from "@/api/runs";
import { forecastText, planText } from "@/api/why";
import { useWorkspace } from "@/api/workspace";
import { formatDuration, formatRelative } from "@/ui/format";
import { BlockSkeleton } from "@/ui/States";
import classes from "../step/StepPanel.module.css";
import { stepOf } from "./walk";

export function RunAgainPlan({ run, asked }: { run: Run; asked: Asked }) {
  const { t } = useTranslation("run");
  const { t: say } = useTranslation("reuse");
  const workspace = useWorkspace();
  const { data, dataUpdatedAt, error } = useQuery(forecastQueries.again(workspace.id, run.id, useDeferredValue(asked)));
  const formats = { ago: (moment: string) => formatRelative(Date.parse(moment), dataUpdatedAt), duration: formatDuration };
  return (
    <section aria-label={t("again.plan")}>
      <h3>{t("again.plan")}</h3>
      {error && <p className={classes.quiet}>{t("again.planFailed", { message: error.message })}</p>}
      {!data && !error && <BlockSkeleton lines={3} />}
      {data && !error && (
        <>
          <p className={classes.sentence}>{planText(say, data.summary, formats)}</p>
          <ul className={classes.planned}>
            {data.steps.map((step) => {
              const line = forecastText(say, step, formats);
              return (
                line && (
                  <li key={step.node_id}>
                    <b>{stepOf(run, step.node_id)?.name ?? step.node_id}</b> {line}
                  </li>
                )
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}
