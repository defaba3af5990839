import { Anchor, Badge, Button, Text } from "@mantine/core";
import { IconPlus, IconTable } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type Dataset, datasetQueries } from "@/api/datasets";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { type Column, DataTable } from "@/ui/DataTable";
import { Frame } from "@/ui/Frame";
import { LoadMore } from "@/ui/LoadMore";
import { FilterBar, Page } from "@/ui/Page";
import { PageTabs } from "@/ui/PageTabs";
import { SearchInput } from "@/ui/SearchInput";
import { EmptyState, ErrorState, TableSkeleton } from "@/ui/States";
import { RelativeTime } from "@/ui/Time";
import { TopBar } from "@/ui/TopBar";
import { useQueryParams } from "@/ui/useQueryParams";
import { RegisterDatasetPanel } from "./RegisterDatasetPanel";

/** What data is called: names with versions. */
export default function DatasetsPage() {
  const { t } = useTranslation("assets");
  const workspace = useWorkspace();
  const [params, setParams] = useQueryParams();
  const search = params.get("search") ?? "";
  const { data, error, refetch, isPlaceholderData, ...more } = useInfiniteQuery(datasetQueries.list(workspace.id, search));
  const canWrite = workspace.role !== "reader";
  const register = canWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setParams({ panel: "new" })}>
      {t("datasets.register")}
    </Button>
  );

  const body = () => {
    if (error && !data) return <ErrorState title={t("datasets.failed")} error={error} onRetry={() => void refetch()} />;
    if (!data) return <TableSkeleton />;
    if (data.length > 0) return <DatasetsTable datasets={data} />;
    return (
      <EmptyState icon={IconTable} title={search ? t("nothingFound", { search }) : t("datasets.empty.title")} actions={register}>
        {!search && t("datasets.empty.text")}
      </EmptyState>
    );
  };
  const panel = canWrite && params.get("panel") === "new" && (
    <RegisterDatasetPanel
      key={`${params.get("datastore")}${params.get("path")}`}
      datastore={params.get("datastore") ?? ""}
      paths={params.get("path")?.split("\n") ?? []}
      onClose={() => setParams({ panel: null, datastore: null, path: null })}
    />
  );
  return (
    <Frame name="datasets" right={panel} rightSize={440}>
      <Page title={t("data:title")} subtitle={t("data:subtitle")} actions={register}>
        <TopBar crumbs={[{ label: t("data:title"), to: routes.data(workspace.name) }]} title={t("datasets.title")} />
        <PageTabs
          label={t("data:tabs.label")}
          tabs={[
            { to: routes.data(workspace.name), label: t("data:tabs.stores") },
            { to: routes.datasets(workspace.name), label: t("data:tabs.datasets") },
          ]}
        />
        <FilterBar count={data && t("datasets.count", { count: data.length })}>
          <SearchInput label={t("datasets.search")} placeholder={t("searchHint")} value={search} onSearch={(text) => setParams({ search: text })} />
        </FilterBar>
        <div style={{ opacity: isPlaceholderData ? 0.6 : 1 }} aria-busy={isPlaceholderData}>
          {body()}
          <LoadMore {...more} />
        </div>
      </Page>
    </Frame>
  );
}

function DatasetsTable({ datasets }: { datasets: Dataset[] }) {
  const { t } = useTranslation("assets");
  const navigate = useNavigate();
  const ws = useWorkspace().name;
  const columns: Column<Dataset>[] = [
    {
      id: "name",
      header: t("column.name"),
      cell: ({ name, description }) => (
        <>
          <Anchor component={Link} to={routes.dataset(ws, name)} c="inherit" fw={600}>
            {name}
          </Anchor>
          {description && (
            <Text fz="xs" c="var(--st-ink-2)" truncate title={description}>
              {description}
            </Text>
          )}
        </>
      ),
    },
    { id: "kind", header: t("column.kind"), width: 110, cell: ({ kind }) => <Badge color="gray">{t(`kind.${kind}`)}</Badge> },
    { id: "version", header: t("column.version"), width: 120, cell: ({ version, version_count }) => t("versionOf", { version, count: version_count }) },
    { id: "by", header: t("column.by"), width: 140, cell: ({ created_by }) => created_by?.display_name },
    { id: "changed", header: t("column.changed"), width: 140, cell: ({ changed_at }) => <RelativeTime at={changed_at} /> },
  ];
  return (
    <DataTable
      label={t("datasets.title")}
      columns={columns}
      rows={datasets}
      rowKey={({ name }) => name}
      onRowClick={({ name }) => void navigate(routes.dataset(ws, name))}
      minWidth={680}
    />
  );
}
