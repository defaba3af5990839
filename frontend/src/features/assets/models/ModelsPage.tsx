import { Anchor, Button, Text } from "@mantine/core";
import { IconCube, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type Model, modelQueries } from "@/api/models";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { type Column, DataTable } from "@/ui/DataTable";
import { formatBytes } from "@/ui/format";
import { Frame } from "@/ui/Frame";
import { LoadMore } from "@/ui/LoadMore";
import { FilterBar, Page } from "@/ui/Page";
import { SearchInput } from "@/ui/SearchInput";
import { EmptyState, ErrorState, TableSkeleton } from "@/ui/States";
import { RelativeTime } from "@/ui/Time";
import { TopBar } from "@/ui/TopBar";
import { useQueryParams } from "@/ui/useQueryParams";
import { Pairs } from "../Pairs";
import { RegisterModelPanel } from "./RegisterModelPanel";

/** What runs and people have registered to be used later. */
export default function ModelsPage() {
  const { t } = useTranslation("assets");
  const workspace = useWorkspace();
  const [params, setParams] = useQueryParams();
  const search = params.get("search") ?? "";
  const { data, error, refetch, isPlaceholderData, ...more } = useInfiniteQuery(modelQueries.list(workspace.id, search));
  const canWrite = workspace.role !== "reader";
  const register = canWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setParams({ panel: "new" })}>
      {t("models.register")}
    </Button>
  );
  const body = () => {
    if (error && !data) return <ErrorState title={t("models.failed")} error={error} onRetry={() => void refetch()} />;
    if (!data) return <TableSkeleton />;
    if (data.length > 0) return <ModelsTable models={data} />;
    return (
      <EmptyState icon={IconCube} title={search ? t("nothingFound", { search }) : t("models.empty.title")} actions={register}>
        {!search && t("models.empty.text")}
      </EmptyState>
    );
  };
  const panel = canWrite && params.get("panel") === "new" && <RegisterModelPanel onClose={() => setParams({ panel: null })} />;
  return (
    <Frame name="models" right={panel} rightSize={440}>
      <Page title={t("models.title")} subtitle={t("models.subtitle")} actions={register}>
        <TopBar title={t("models.title")} />
        <FilterBar count={data && t("models.count", { count: data.length })}>
          <SearchInput label={t("models.search")} placeholder={t("searchHint")} value={search} onSearch={(text) => setParams({ search: text })} />
        </FilterBar>
        <div style={{ opacity: isPlaceholderData ? 0.6 : 1 }} aria-busy={isPlaceholderData}>
          {body()}
          <LoadMore {...more} />
        </div>
      </Page>
    </Frame>
  );
}

function ModelsTable({ models }: { models: Model[] }) {
  const { t } = useTranslation("assets");
  const navigate = useNavigate();
  const ws = useWorkspace().name;
  const columns: Column<Model>[] = [
    {
      id: "name",
      header: t("column.name"),
      cell: ({ name, description }) => (
        <>
          <Anchor component={Link} to={routes.model(ws, name)} c="inherit" fw={600}>
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
    { id: "version", header: t("column.version"), width: 120, cell: ({ version, version_count }) => t("versionOf", { version, count: version_count }) },
    { id: "tags", header: t("fact.tags"), cell: ({ tags }) => <Pairs pairs={tags} empty="" /> },
    { id: "size", header: t("column.size"), width: 100, align: "end", cell: ({ size }) => formatBytes(size) },
    { id: "by", header: t("column.by"), width: 130, cell: ({ created_by }) => created_by?.display_name },
    { id: "changed", header: t("column.changed"), width: 130, cell: ({ changed_at }) => <RelativeTime at={changed_at} /> },
  ];
  return (
    <DataTable
      label={t("models.title")}
      columns={columns}
      rows={models}
      rowKey={({ name }) => name}
      onRowClick={({ name }) => void navigate(routes.model(ws, name))}
      minWidth={760}
    />
  );
}
