import { useQuery } from "@tanstack/react-query";
import { IconChartLine } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { files } from "@/api/routes";
import { stepQueries } from "@/api/steps";
import { useWorkspace } from "@/api/workspace";
import { CopyIcon } from "@/ui/CopyButton";
import { BlockSkeleton, EmptyState, ErrorState } from "@/ui/States";
import { DataGrid } from "@/ui/preview/DataGrid";
import { formatValue, viewOf, type MetricView } from "./metrics";
import type { TabProps } from "./StepPanel";
import classes from "./StepPanel.module.css";

const LinePlot = lazy(() => import("./LinePlot"));

/** What the step's script logged: numbers first, then lines, tables and pictures. */
export function MetricsTab({ run, step }: TabProps) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace();
  const metrics = useQuery(stepQueries.metrics(workspace.id, run.id, step.id));
  if (metrics.isError && !metrics.data) {
    return <ErrorState title={t("metrics.failed")} error={metrics.error} onRetry={() => void metrics.refetch()} />;
  }
  if (!metrics.data) return <BlockSkeleton />;
  const views = metrics.data.map(viewOf);
  const numbers = views.filter((view) => view.kind === "number");
  if (views.length === 0) {
    return (
      <EmptyState icon={IconChartLine} title={t("metrics.none")}>
        {t("metrics.noneText")} <code>run.log("accuracy", 0.97)</code>
      </EmptyState>
    );
  }
  return (
    <div className={classes.scroll}>
      {numbers.length > 0 && (
        <dl className={classes.numbers}>
          {numbers.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={String(value)}>
                {formatValue(value)} <CopyIcon text={String(value)} label={t("metrics.copy", { name })} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {views
        .filter((view) => view.kind !== "number")
        .map((view) => (
          <figure key={view.name} className={classes.figure}>
            <figcaption>
              {view.name}
              {view.kind === "line" && <span className={classes.quiet}>{t("metrics.last", { value: formatValue(view.last) })}</span>}
            </figcaption>
            <Drawn view={view} image={(path) => files.artifact(workspace.id, run.id, step.id, path, true)} />
          </figure>
        ))}
    </div>
  );
}

type Figure = Exclude<MetricView, { kind: "number" }>;

function Drawn({ view, image }: { view: Figure; image: (path: string) => string }) {
  const { t } = useTranslation("run");
  if (view.kind === "image") {
    return view.paths.map((path) => <img key={path} src={image(path)} alt={view.name} className={classes.picture} loading="lazy" />);
  }
  const names = view.kind === "line" ? [view.name] : view.grid.columns.filter((column) => view.points[0]?.[column] !== undefined);
  return (
    <>
      {view.points.length > 1 && (
        <Suspense fallback={<BlockSkeleton lines={4} />}>
          <LinePlot points={view.points} names={names} x={view.kind === "grid" ? view.x : t("metrics.step")} />
        </Suspense>
      )}
      {view.kind === "grid" && <DataGrid columns={view.grid.columns.map((name) => ({ name }))} rows={view.grid.rows} label={view.name} height={240} />}
    </>
  );
}
