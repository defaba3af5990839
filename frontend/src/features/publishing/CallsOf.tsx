import { Anchor, Button, Group } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { PublishedDetail } from "../../api/published";
import { routes } from "../../api/routes";
import { runQueries, type RunRow } from "../../api/runs";
import { useWorkspace } from "../../api/workspace";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState, ErrorState, TableSkeleton } from "../../ui/States";
import { StatusBadge } from "../../ui/StatusBadge";
import { Duration, RelativeTime } from "../../ui/Time";

const shown = 10;

/** The newest runs that calls of this endpoint made. */
export function CallsOf({ pipeline }: { pipeline: PublishedDetail }) {
  const { t } = useTranslation("publishing");
  const navigate = useNavigate();
  const workspace = useWorkspace();
  const { data, error, refetch } = useQuery(runQueries.list(workspace.id, { published: pipeline.id, limit: shown }));
  if (error && !data) return <ErrorState title={t("runsFailed")} error={error} onRetry={() => void refetch()} />;
  if (!data) return <TableSkeleton rows={3} />;
  if (data.results.length === 0) {
    return (
      <EmptyState icon={IconPlayerPlay} title={t("noRuns.title")}>
        {t("noRuns.text")}
      </EmptyState>
    );
  }

  const columns: Column<RunRow>[] = [
    {
      id: "run",
      header: t("column.run"),
      cell: (run) => (
        <Anchor component={Link} to={routes.run(workspace.name, run.id)} c="var(--st-ink)" fw={600}>
          {t("run", { number: run.number })}
        </Anchor>
      ),
    },
    { id: "status", header: t("column.status"), width: 160, cell: ({ state }) => <StatusBadge status={state} /> },
    { id: "experiment", header: t("column.experiment"), cell: ({ experiment }) => experiment },
    { id: "by", header: t("column.caller"), cell: ({ created_by }) => created_by?.display_name },
    { id: "at", header: t("column.called"), width: 160, cell: ({ created_at }) => <RelativeTime at={created_at} /> },
    {
      id: "duration",
      header: t("column.duration"),
      width: 130,
      align: "end",
      cell: (run) => <Duration startedAt={run.started_at} endedAt={run.ended_at} seconds={run.duration_s} />,
    },
  ];
  return (
    <>
      <DataTable
        label={t("section.calls")}
        columns={columns}
        rows={data.results}
        rowKey={({ id }) => id}
        onRowClick={({ id }) => void navigate(routes.run(workspace.name, id))}
      />
      {data.next && (
        <Group justify="flex-end" mt="sm">
          <Button component={Link} to={routes.runs(workspace.name, { published: pipeline.id })} variant="default">
            {t("allRuns")}
          </Button>
        </Group>
      )}
    </>
  );
}
