/** The plan of the run that is about to be submitted: every step with what happens to it and why. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { forecastQueries, type Asked } from "@/api/forecast";
import { findNode } from "@/graph/document";
import { BlockSkeleton } from "@/ui/States";
import { useDocument, useParts, useSaving } from "../context";
import { forecastLine, summaryText } from "../forecast/words";
import classes from "../editor.module.css";

export function WhatWillHappen({ asked }: { asked: Asked }) {
  const { t } = useTranslation(["editor", "reuse"]);
  const { t: tell } = useTranslation("reuse");
  const { workspace, draft } = useParts();
  const document = useDocument();
  const revision = useSaving((saving) => saving.revision);
  const { data, dataUpdatedAt, error } = useQuery(forecastQueries.asked(workspace.id, draft.id, revision, useDeferredValue(asked)));
  return (
    <section aria-label={t("submit.plan")}>
      <h3>{t("submit.plan")}</h3>
      {error && <p className={classes.quiet}>{t("submit.planFailed", { message: error.message })}</p>}
      {!data && !error && <BlockSkeleton lines={3} />}
      {data && !error && (
        <>
          <p className={classes.planned}>{summaryText(tell, data.summary)}</p>
          <ul className={classes.changes}>
            {data.steps.map((step) => {
              const line = forecastLine(tell, step, dataUpdatedAt);
              return (
                line && (
                  <li key={step.node_id}>
                    <b>{findNode(document, step.node_id)?.title ?? step.node_id}</b> {line}
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
