/** One run: its pipeline with live statuses, the selected step, and what happened when. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { catalogQueries } from "@/api/catalog";
import { ApiError } from "@/api/errors";
import { routes } from "@/api/routes";
import type { Run } from "@/api/runs";
import { useWorkspace } from "@/api/workspace";
import { type CanvasHandle, PipelineCanvas } from "@/canvas";
import type { PipelineDocument } from "@/graph/document";
import type { Kinds } from "@/graph/kinds";
import { Frame } from "@/ui/Frame";
import { useKeyHints } from "@/ui/keyHints";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { StatusLegend } from "@/ui/StatusBadge";
import { TopBar } from "@/ui/TopBar";
import { Drawer } from "./drawer/Drawer";
import { PublishForm } from "./page/PublishForm";
import { RunAgainForm } from "./page/RunAgainForm";
import { RunSummary } from "./page/RunSummary";
import { RunTopBar } from "./page/RunTopBar";
import { type Place, type Go, usePlace } from "./page/place";
import { Statuses } from "./page/statuses";
import { useRun } from "./page/useRun";
import { firstFailed, stepBeside, stepOf } from "./page/walk";
import classes from "./RunPage.module.css";
import { StepPanel } from "./step/StepPanel";
import { useKeys } from "./useKeys";

export default function RunPage() {
  const { run = "" } = useParams();
  // Another run is another page: nothing selected or scrolled in the old one is left.
  return <LoadedRun key={run} id={run} />;
}

function LoadedRun({ id }: { id: string }) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace();
  const run = useRun(workspace.id, id);
  const catalog = useQuery(catalogQueries.all(workspace.id));
  const kinds = useMemo(
    () => Object.fromEntries((catalog.data?.kinds ?? []).map((kind) => [kind.name, kind])) as unknown as Kinds,
    [catalog.data],
  );
  const error = run.data ? null : run.error;
  if (error || catalog.error) {
    const isGone = error instanceof ApiError && error.status === 404;
    return (
      <>
        <TopBar crumbs={[{ label: t("runs"), to: routes.runs(workspace.name) }]} title={t("run")} />
        <ErrorState
          title={t(isGone ? "missing.title" : "failedToLoad")}
          error={error ?? catalog.error ?? new Error(t("failedToLoad"))}
          onRetry={isGone ? undefined : () => { void run.refetch(); void catalog.refetch(); }}
          actions={<Button variant="default" component={Link} to={routes.runs(workspace.name)}>{t("missing.back")}</Button>}
        />
      </>
    );
  }
  if (!run.data || !catalog.data) return <Loading />;
  return <ShownRun run={run.data} kinds={kinds} />;
}

function Loading() {
  const { t } = useTranslation("run");
  const workspace = useWorkspace();
  return (
    <>
      <TopBar crumbs={[{ label: t("runs"), to: routes.runs(workspace.name) }]} title={t("run")} />
      <Frame name="run" rightSize={560} drawerSize={210} right={<BlockSkeleton lines={7} />} drawer={<BlockSkeleton lines={3} />}>
        <div className={classes.blank} />
      </Frame>
    </>
  );
}

function ShownRun({ run, kinds }: { run: Run; kinds: Kinds }) {
  const { t } = useTranslation(["run", "ui"]);
  const [place, go] = usePlace();
  const canvas = useRef<CanvasHandle>(null);
  const [statuses] = useState(() => new Statuses(t));
  const selected = stepOf(run, place.step)?.node_id;
  const selection = useMemo(() => ({ nodes: selected ? [selected] : [], edges: [], notes: [] }), [selected]);
  const select = (node: string | undefined, change: Partial<Place> = {}) => {
    if (node === undefined) return;
    go({ step: node, ...change });
    canvas.current?.centre(node);
  };

  useOpenAtFailure(run, place, go);
  useKeys({
    ArrowDown: () => { select(stepBeside(run, place.step, 1)?.node_id); },
    ArrowUp: () => { select(stepBeside(run, place.step, -1)?.node_id); },
    "g f": () => { select(firstFailed(run)?.node_id); },
    "g l": () => { go({ tab: "log" }); },
    Escape: () => { go({ step: null, form: null }); },
  });
  useRunKeyHints();

  return (
    <>
      <RunTopBar run={run} place={place} go={go} />
      <Frame
        name="run"
        rightSize={560}
        drawerSize={210}
        right={<Side run={run} kinds={kinds} place={place} go={go} select={select} />}
        drawer={<Drawer run={run} place={place} go={go} select={select} />}
      >
        <PipelineCanvas
          ref={canvas}
          label={t("run:graph", { number: run.number })}
          document={run.document as unknown as PipelineDocument}
          kinds={kinds}
          selection={selection}
          statuses={statuses.map(run)}
          readOnly
          onSelect={({ nodes }) => { go({ step: nodes.at(-1) ?? null }); }}
          onOpen={(node) => { go({ step: node, tab: "log" }); }}
        />
        <div className={classes.legend}>
          <StatusLegend />
        </div>
      </Frame>
    </>
  );
}

/** A failed run that is opened without a place opens at the step that failed: its log's end is what one came for. */
function useOpenAtFailure(run: Run, place: Place, go: Go): void {
  const [failed] = useState(() => (place.step === null && !place.form && run.state === "Failed" ? firstFailed(run) : undefined));
  const open = useEffectEvent((node: string) => {
    go({ step: node }, true);
  });
  useEffect(() => {
    if (failed) open(failed.node_id);
  }, [failed]);
}

export interface SideProps {
  run: Run;
  kinds: Kinds;
  place: Place;
  go: Go;
  select(node: string | undefined, change?: Partial<Place>): void;
}

function Side(props: SideProps) {
  const { run, place, go } = props;
  const step = stepOf(run, place.step);
  const close = () => { go({ form: null }); };
  if (place.form === "again" && run.can.includes("resubmit")) return <RunAgainForm run={run} node={place.step} onClose={close} />;
  if (place.form === "publish" && run.can.includes("publish")) return <PublishForm run={run} onClose={close} />;
  return step ? <StepPanel key={step.id} {...props} step={step} /> : <RunSummary {...props} />;
}

function useRunKeyHints(): void {
  const { t } = useTranslation("run");
  useKeyHints(
    useMemo(
      () => ({
        title: t("keys.title"),
        hints: [
          { keys: "ArrowUp ArrowDown", label: t("keys.walk") },
          { keys: "g+f", label: t("keys.firstFailed") },
          { keys: "g+l", label: t("keys.log") },
          { keys: "/", label: t("keys.search") },
          { keys: "n N", label: t("keys.matches") },
          { keys: "Home End", label: t("keys.ends") },
          { keys: "w", label: t("log.wrap") },
          { keys: "t", label: t("log.times") },
          { keys: "f", label: t("log.full") },
          { keys: "d", label: t("log.download") },
        ],
      }),
      [t],
    ),
  );
}
