import { Anchor, Badge, Text, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type Datastore, datastoreQueries } from "@/api/datastores";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { type Column, DataTable } from "@/ui/DataTable";
import { RelativeTime } from "@/ui/Time";
import { DatastoreMenu } from "./DatastoreMenu";
import { HealthBadge } from "./HealthBadge";
import { placeOf } from "./place";
import { useCheck } from "./useCheck";

interface DatastoresTableProps {
  stores: Datastore[];
  isOwner: boolean;
  /** The one whose panel is open. */
  active: string | null;
  onOpen: (name: string) => void;
}

export function DatastoresTable({ stores, isOwner, active, onOpen }: DatastoresTableProps) {
  const { t } = useTranslation("data");
  const navigate = useNavigate();
  const { id: workspace, name: ws } = useWorkspace();
  const { data: kinds = [] } = useQuery(datastoreQueries.kinds(workspace));
  const { check, checking } = useCheck({ tellsAnswer: true });

  const columns: Column<Datastore>[] = [
    {
      id: "name",
      header: t("column.name"),
      width: "34%",
      cell: ({ name, is_default }) => (
        <>
          <Anchor component={Link} to={routes.datastore(ws, name)} c="inherit" fw={600} title={name}>
            {name}
          </Anchor>{" "}
          {is_default && <Badge size="sm">{t("stores.default")}</Badge>}
        </>
      ),
    },
    {
      id: "kind",
      header: t("column.kind"),
      cell: (store) => (
        <>
          <Text truncate>{kinds.find(({ kind }) => kind === store.kind)?.title ?? store.kind}</Text>
          <Text fz="xs" c="var(--st-ink-2)" truncate title={placeOf(store)}>
            {placeOf(store) || t("stores.builtinPlace")}
          </Text>
        </>
      ),
    },
    {
      id: "health",
      header: t("column.health"),
      width: 168,
      cell: ({ name, health }) => (
        <>
          <HealthBadge health={health} isChecking={checking.has(name)} />
          {health?.checked_at && (
            <Text fz="xs" c="var(--st-ink-2)">
              {t("health.checked")} <RelativeTime at={health.checked_at} />
            </Text>
          )}
        </>
      ),
    },
    {
      id: "registered",
      header: t("column.registered"),
      width: 112,
      cell: ({ is_builtin, created_at }) =>
        is_builtin ? <Text c="var(--st-ink-2)">{t("stores.builtin")}</Text> : <RelativeTime at={created_at} />,
    },
    {
      id: "menu",
      header: <VisuallyHidden>{t("ui:actions")}</VisuallyHidden>,
      width: 56,
      align: "end",
      cell: (store) => <DatastoreMenu store={store} isOwner={isOwner} onOpen={() => onOpen(store.name)} onCheck={() => check(store.name)} />,
    },
  ];

  return (
    <DataTable
      label={t("tabs.stores")}
      columns={columns}
      rows={stores}
      rowKey={({ name }) => name}
      isActive={({ name }) => name === active}
      onRowClick={({ name }) => void navigate(routes.datastore(ws, name))}
      minWidth={720}
    />
  );
}
