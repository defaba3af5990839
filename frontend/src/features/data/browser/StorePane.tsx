import { Button } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { datastoreQueries } from "@/api/datastores";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { Facts } from "@/ui/Facts";
import { SidePanel } from "@/ui/SidePanel";
import { HealthBadge } from "../stores/HealthBadge";
import { placeOf } from "../stores/place";

/** What stands beside the list while nothing is selected: where one is, and what one can do here. */
export function StorePane({ datastore, canWrite }: { datastore: string; canWrite: boolean }) {
  const { t } = useTranslation("data");
  const { id: workspace, name: ws } = useWorkspace();
  const { data: stores } = useQuery(datastoreQueries.list(workspace));
  const { data: kinds = [] } = useQuery(datastoreQueries.kinds(workspace));
  const store = stores?.find(({ name }) => name === datastore);
  return (
    <SidePanel
      title={datastore}
      about={store && (kinds.find(({ kind }) => kind === store.kind)?.title ?? store.kind)}
      actions={
        <Button
          component={Link} to={routes.data(ws, { panel: datastore })} variant="default" mr="auto"
          leftSection={<IconSettings size={16} aria-hidden />}
        >
          {t("menu.details")}
        </Button>
      }
    >
      {store && (
        <Facts
          facts={[
            [t("column.place"), placeOf(store) || t("stores.builtinPlace")],
            [t("column.health"), <HealthBadge key="health" health={store.health} />],
          ]}
        />
      )}
      <p style={{ margin: 0, color: "var(--st-ink-2)", fontSize: 13 }}>{t(canWrite ? "browser.hint" : "browser.readerHint")}</p>
    </SidePanel>
  );
}
