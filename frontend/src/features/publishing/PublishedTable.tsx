import { Anchor, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { PublishedPipeline } from "../../api/published";
import { routes } from "../../api/routes";
import { useWorkspace } from "../../api/workspace";
import { type Column, DataTable } from "../../ui/DataTable";
import { Sparkline } from "../../ui/Sparkline";
import { CopyCurl } from "./CopyCurl";
import { LastCall } from "./LastCall";
import { useToggle } from "./useToggle";

interface PublishedTableProps {
  pipelines: PublishedPipeline[];
  canEdit: boolean;
}

export function PublishedTable({ pipelines, canEdit }: PublishedTableProps) {
  const { t } = useTranslation("publishing");
  const navigate = useNavigate();
  const ws = useWorkspace().name;
  const { toggle, pendingId } = useToggle();

  const columns: Column<PublishedPipeline>[] = [
    {
      id: "name",
      header: t("column.name"),
      cell: (pipeline) => (
        <>
          <Anchor component={Link} to={routes.publishedPipeline(ws, pipeline.id)} c="inherit" fw={600}>
            {pipeline.name}
          </Anchor>
          {pipeline.description && (
            <Text fz="xs" c="var(--st-ink-2)" truncate title={pipeline.description}>
              {pipeline.description}
            </Text>
          )}
        </>
      ),
    },
    { id: "version", header: t("column.version"), width: 90, cell: ({ version }) => version },
    { id: "last", header: t("column.lastCall"), width: 200, cell: (pipeline) => <LastCall pipeline={pipeline} /> },
    { id: "calls", header: t("column.calls"), width: 150, cell: (pipeline) => <Calls pipeline={pipeline} /> },
    { id: "owner", header: t("column.owner"), width: 120, cell: ({ created_by }) => created_by.display_name },
    { id: "endpoint", header: t("column.endpoint"), width: 132, cell: ({ id }) => <CopyCurl id={id} /> },
    {
      id: "enabled",
      header: t("column.enabled"),
      width: 92,
      cell: (pipeline) => (
        <Switch
          aria-label={t("enabledLabel", { name: pipeline.name })}
          checked={pipeline.status === "Active"}
          disabled={!canEdit || pendingId === pipeline.id}
          onChange={(event) => toggle(pipeline, event.currentTarget.checked)}
        />
      ),
    },
  ];

  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={pipelines}
      rowKey={({ id }) => id}
      isQuiet={({ status }) => status === "Disabled"}
      onRowClick={({ id }) => void navigate(routes.publishedPipeline(ws, id))}
      minWidth={1080}
    />
  );
}

function Calls({ pipeline: { call_counts: counts } }: { pipeline: PublishedPipeline }) {
  const { t } = useTranslation("publishing");
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return <Text c="var(--st-ink-3)">{t("noCalls")}</Text>;
  return (
    <span title={t("calls", { count: total })}>
      <Sparkline values={counts} label={t("calls", { count: total })} />
    </span>
  );
}
