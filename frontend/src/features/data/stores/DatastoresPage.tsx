import { Button } from "@mantine/core";
import { IconDatabase, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { datastoreQueries } from "@/api/datastores";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { Frame } from "@/ui/Frame";
import { FilterBar, Page } from "@/ui/Page";
import { PageTabs } from "@/ui/PageTabs";
import { SearchInput } from "@/ui/SearchInput";
import { EmptyState, ErrorState, TableSkeleton } from "@/ui/States";
import { TopBar } from "@/ui/TopBar";
import { useQueryParams } from "@/ui/useQueryParams";
import { DatastorePanel } from "./DatastorePanel";
import { DatastoresTable } from "./DatastoresTable";
import { RegisterPanel } from "./RegisterPanel";

/** The `panel` of the address that registers a new datastore; every other names one that is there. */
const NEW = "+new";

/** Where the workspace's data lives. */
export default function DatastoresPage() {
  const { t } = useTranslation("data");
  const workspace = useWorkspace();
  const [params, setParams] = useQueryParams();
  const search = params.get("search") ?? "";
  const panel = params.get("panel");
  const { data, error, refetch } = useQuery(datastoreQueries.list(workspace.id));
  const stores = (data ?? []).filter(({ name, kind }) => `${name} ${kind}`.toLowerCase().includes(search.toLowerCase()));
  const shown = data?.find(({ name }) => name === panel);
  const close = () => setParams({ panel: null });
  const isOwner = workspace.role === "owner";
  const register = isOwner && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setParams({ panel: NEW })}>
      {t("register.open")}
    </Button>
  );

  const body = () => {
    if (error && !data) return <ErrorState title={t("stores.failed")} error={error} onRetry={() => void refetch()} />;
    if (!data) return <TableSkeleton rows={3} />;
    if (stores.length > 0) {
      return <DatastoresTable stores={stores} isOwner={isOwner} active={panel} onOpen={(name) => setParams({ panel: name })} />;
    }
    return (
      <EmptyState icon={IconDatabase} title={search ? t("stores.nothingFound", { search }) : t("stores.empty.title")} actions={register}>
        {!search && t("stores.empty.text")}
      </EmptyState>
    );
  };

  const side = () => {
    if (panel === NEW && isOwner) return <RegisterPanel onClose={close} onDone={(name) => setParams({ panel: name })} />;
    return shown && <DatastorePanel key={shown.name} store={shown} isOwner={isOwner} onClose={close} />;
  };

  return (
    <Frame name="datastores" right={side()} rightSize={440}>
      <Page title={t("title")} subtitle={t("subtitle")} actions={register}>
        <TopBar title={t("title")} />
        <PageTabs
          label={t("tabs.label")}
          tabs={[
            { to: routes.data(workspace.name), label: t("tabs.stores") },
            { to: routes.datasets(workspace.name), label: t("tabs.datasets") },
          ]}
        />
        <FilterBar count={data && t("stores.count", { count: data.length })}>
          <SearchInput
            label={t("stores.search")}
            placeholder={t("stores.searchHint")}
            value={search}
            onSearch={(text) => setParams({ search: text })}
          />
        </FilterBar>
        {body()}
      </Page>
    </Frame>
  );
}
