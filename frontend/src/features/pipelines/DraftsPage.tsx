import { useInfiniteQuery } from "@tanstack/react-query";
import { IconFilterOff, IconRoute } from "@tabler/icons-react";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { draftQueries } from "../../api/drafts";
import { useWorkspace } from "../../api/workspace";
import { LoadMore } from "../../ui/LoadMore";
import { FilterBar, Page } from "../../ui/Page";
import { SearchInput } from "../../ui/SearchInput";
import { EmptyState, ErrorState, TableSkeleton } from "../../ui/States";
import { TopBar } from "../../ui/TopBar";
import { useQueryParams } from "../../ui/useQueryParams";
import { DraftsTable } from "./DraftsTable";
import { ExampleCards } from "./ExampleCards";
import { NewPipelineMenu } from "./NewPipelineMenu";

/** Every pipeline of the workspace that is being drawn. */
export default function DraftsPage() {
  const { t } = useTranslation("pipelines");
  const workspace = useWorkspace();
  const canEdit = workspace.role !== "reader";
  const [params, setParams] = useQueryParams();
  const search = params.get("search") ?? "";
  const { data, error, refetch, isPlaceholderData, ...more } = useInfiniteQuery(draftQueries.list(workspace.id, search));

  const body = () => {
    if (error && !data) return <ErrorState title={t("failed")} error={error} onRetry={() => void refetch()} />;
    if (!data) return <TableSkeleton />;
    if (data.length > 0) return <DraftsTable drafts={data} canEdit={canEdit} />;
    if (search) {
      return (
        <EmptyState
          icon={IconFilterOff}
          title={t("nothingFound.title", { search })}
          actions={<Button variant="default" onClick={() => setParams({ search: null })}>{t("nothingFound.clear")}</Button>}
        />
      );
    }
    return (
      <EmptyState icon={IconRoute} title={t("empty.title")} actions={canEdit && <ExampleCards />}>
        {t("empty.text")}
      </EmptyState>
    );
  };

  return (
    <Page title={t("title")} subtitle={t("subtitle")} actions={canEdit && <NewPipelineMenu />}>
      <TopBar title={t("title")} />
      <FilterBar count={data && t(more.hasNextPage ? "countSoFar" : "count", { count: data.length })}>
        <SearchInput
          label={t("search.label")}
          placeholder={t("search.placeholder")}
          value={search}
          onSearch={(text) => setParams({ search: text })}
        />
      </FilterBar>
      <div style={{ opacity: isPlaceholderData ? 0.6 : 1, transition: "opacity 120ms" }} aria-busy={isPlaceholderData}>
        {body()}
      </div>
      <LoadMore {...more} />
    </Page>
  );
}
