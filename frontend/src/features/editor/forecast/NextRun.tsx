/** What the next run would do with one step, and all that decides it. */
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import { differencePhrase, unseenFiles } from "@/api/why";
import { useParts } from "../context";
import { useForecast } from "./useForecast";
import { forecastLine } from "./words";
import classes from "../editor.module.css";

export function NextRun({ node }: { node: string }) {
  const { t } = useTranslation("reuse");
  const { workspace } = useParts();
  const { data, dataUpdatedAt } = useForecast();
  const step = data?.steps.find(({ node_id }) => node_id === node);
  const line = step && forecastLine(t, step, dataUpdatedAt);
  if (!step || !line) return null;
  const { source, differences } = step.why;
  const unseen = unseenFiles(step.why);
  return (
    <section className={classes.nextRun} aria-label={t("next")}>
      <p>
        <b>{t("next")}</b> {differences.length > 1 ? t("line.changed", { changes: t("changes", { count: differences.length }) }) : line}
      </p>
      {differences.length > 1 && (
        <ul className={classes.changes}>
          {differences.map((difference) => {
            const { key, values } = differencePhrase(difference);
            return <li key={`${difference.component} ${difference.name}`}>{t(key, values)}</li>;
          })}
        </ul>
      )}
      {unseen.length > 0 && <p className={classes.quiet}>{t("unseen", { count: unseen.length, files: unseen.join(", ") })}</p>}
      {source && (
        <Anchor component={Link} fz="inherit" to={routes.run(workspace.name, source.run_id)}>
          {t("compared", { number: source.run_number })}
        </Anchor>
      )}
    </section>
  );
}
