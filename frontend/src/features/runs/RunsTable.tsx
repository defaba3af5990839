import { Anchor, Checkbox, Text, VisuallyHidden } from "@mantine/core";
import { IconKey, IconRepeat } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { routes } from "../../api/routes";
import type { RunRow } from "../../api/runs";
import { useWorkspace } from "../../api/workspace";
import { type Column, DataTable } from "../../ui/DataTable";
import { StatusBadge } from "../../ui/StatusBadge";
import { Duration, RelativeTime } from "../../ui/Time";
import { StepBar } from "./StepBar";

interface RunsTableProps {
  runs: RunRow[];
  /** Ids of the runs chosen to be compared. */
  selected: readonly string[];
  onSelect: (run: string, isSelected: boolean) => void;
}

export function RunsTable({ runs, selected, onSelect }: RunsTableProps) {
  const { t } = useTranslation(["runs-list", "compare"]);
  const navigate = useNavigate();
  const ws = useWorkspace().name;

  const columns: Column<RunRow>[] = [
    {
      id: "select",
      header: <VisuallyHidden>{t("compare:column")}</VisuallyHidden>,
      width: 44,
      cell: (run) => (
        <Checkbox
          size="xs"
          aria-label={t("compare:select", { number: run.number })}
          checked={selected.includes(run.id)}
          onChange={(event) => onSelect(run.id, event.currentTarget.checked)}
        />
      ),
    },
    {
      id: "run",
      header: t("column.run"),
      cell: (run) => (
        <>
          <Anchor component={Link} to={routes.run(ws, run.id)} c="var(--st-ink)" fw={600}>
            {t("run", { number: run.number })}
          </Anchor>
          <Text fz="xs" c="var(--st-ink-2)" truncate>
            {run.experiment}
          </Text>
        </>
      ),
    },
    { id: "status", header: t("column.status"), width: 150, cell: (run) => <StatusBadge status={run.state} /> },
    { id: "pipeline", header: t("column.pipeline"), cell: (run) => <Pipeline run={run} /> },
    { id: "steps", header: t("column.steps"), width: 150, cell: (run) => <StepBar counts={run.step_counts} /> },
    {
      id: "started",
      header: t("column.submitted"),
      width: 180,
      cell: (run) => (
        <>
          <RelativeTime at={run.created_at} />
          {run.created_by && (
            <Text fz="xs" c="var(--st-ink-2)" truncate>
              {t("by", { name: run.created_by.display_name })}
            </Text>
          )}
        </>
      ),
    },
    {
      id: "duration",
      header: t("column.duration"),
      width: 120,
      align: "end",
      cell: (run) => <Duration startedAt={run.started_at} endedAt={run.ended_at} seconds={run.duration_s} />,
    },
  ];

  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={runs}
      rowKey={(run) => run.id}
      onRowClick={(run) => void navigate(routes.run(ws, run.id))}
      minWidth={944}
    />
  );
}

/** What was run, and how it came to be: from the designer, an endpoint, or another run. */
function Pipeline({ run }: { run: RunRow }) {
  const { t } = useTranslation("runs-list");
  const ws = useWorkspace().name;
  const from = run.published
    ? { label: run.published.name, to: routes.publishedPipeline(ws, run.published.id) }
    : run.draft && { label: run.draft.name, to: routes.draft(ws, run.draft.id) };
  return (
    <>
      {from ? (
        <Anchor component={Link} to={from.to} c="var(--st-ink)" truncate display="block">
          {from.label}
        </Anchor>
      ) : (
        <span>{run.name}</span>
      )}
      {run.source !== "draft" && (
        <Text fz="xs" c="var(--st-ink-2)" style={{ display: "inline-flex", alignItems: "center", gap: 4 }}>
          {run.source === "endpoint" ? <IconKey size={13} aria-hidden /> : <IconRepeat size={13} aria-hidden />}
          {t(`source.${run.source}`)}
        </Text>
      )}
    </>
  );
}
