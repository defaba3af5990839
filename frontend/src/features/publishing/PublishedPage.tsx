import { Button, Checkbox } from "@mantine/core";
import { IconFilterOff, IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { publishedQueries } from "../../api/published";
import { routes } from "../../api/routes";
import { useWorkspace } from "../../api/workspace";
import { LoadMore } from "../../ui/LoadMore";
import { FilterBar, Page } from "../../ui/Page";
import { SearchInput } from "../../ui/SearchInput";
import { EmptyState, ErrorState, TableSkeleton } from "../../ui/States";
import { TopBar } from "../../ui/TopBar";
import { useQueryParams } from "../../ui/useQueryParams";
import { PublishedTable } from "./PublishedTable";

/** What others may call. */
export default function PublishedPage() {
  const { t } = useTranslation("publishing");
  const workspace = useWorkspace();
  const [params, setParams] = useQueryParams();
  const search = params.get("search") ?? "";
  const showsDisabled = params.get("status") === "all";
  const filter = { search, status: showsDisabled ? ("all" as const) : ("active" as const) };
  const { data, error, refetch, isPlaceholderData, ...more } = useInfiniteQuery(publishedQueries.list(workspace.id, filter));
  const rows = data ?? [];
  const disabled = rows.filter(({ status }) => status === "Disabled").length;

  const body = () => {
    if (error && !data) return <ErrorState title={t("failed")} error={error} onRetry={() => void refetch()} />;
    if (!data) return <TableSkeleton />;
    if (rows.length > 0) return <PublishedTable pipelines={rows} canEdit={workspace.role !== "reader"} />;
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
      <EmptyState
        icon={IconUpload}
        title={t("empty.title")}
        actions={<Button component={Link} to={routes.designer(workspace.name)}>{t("empty.action")}</Button>}
      >
        {t("empty.text")}
      </EmptyState>
    );
  };

  return (
    <Page title={t("title")} subtitle={t("subtitle")}>
      <TopBar title={t("title")} />
      <FilterBar
        count={data && [t(more.hasNextPage ? "countSoFar" : "count", { count: rows.length }), disabled > 0 && t("countDisabled", { count: disabled })].filter(Boolean).join(" · ")}
      >
        <SearchInput
          label={t("search.label")}
          placeholder={t("search.placeholder")}
          value={search}
          onSearch={(text) => setParams({ search: text })}
        />
        <Checkbox
          label={t("showDisabled")}
          checked={showsDisabled}
          onChange={(event) => setParams({ status: event.currentTarget.checked ? "all" : null })}
        />
      </FilterBar>
      <div style={{ opacity: isPlaceholderData ? 0.6 : 1, transition: "opacity 120ms" }} aria-busy={isPlaceholderData}>
        {body()}
      </div>
      <LoadMore {...more} />
    </Page>
  );
}
