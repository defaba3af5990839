import { IconFolderOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { datastoreQueries } from "@/api/datastores";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { useKeyHints } from "@/ui/keyHints";
import { EmptyState } from "@/ui/States";
import { TopBar } from "@/ui/TopBar";
import { useQueryParams } from "@/ui/useQueryParams";
import { HealthBadge } from "../stores/HealthBadge";
import { FolderView } from "./FolderView";
import { asFolder } from "./paths";

/** The files of one datastore. */
export default function BrowserPage() {
  const { t } = useTranslation("data");
  const workspace = useWorkspace();
  const { datastore = "" } = useParams();
  const [params] = useQueryParams();
  const folder = asFolder(params.get("path") ?? "");
  const { data: stores } = useQuery(datastoreQueries.list(workspace.id));
  const store = stores?.find(({ name }) => name === datastore);
  useKeyHints(
    useMemo(
      () => ({
        title: t("keys.title"),
        hints: [
          { keys: "ArrowUp ArrowDown", label: t("keys.move") },
          { keys: "Shift+ArrowDown", label: t("keys.extend") },
          { keys: "Enter", label: t("keys.open") },
          { keys: "Backspace Alt+ArrowUp", label: t("keys.up") },
          { keys: "Delete", label: t("keys.delete") },
          { keys: "mod+A", label: t("keys.all") },
          { keys: "/", label: t("keys.filter") },
        ],
      }),
      [t],
    ),
  );
  return (
    <>
      <TopBar
        crumbs={[{ label: t("title"), to: routes.data(workspace.name) }]}
        title={datastore}
        titleNode={datastore}
        meta={store?.health && <HealthBadge health={store.health} />}
      />
      {stores && !store ? (
        <EmptyState icon={IconFolderOff} title={t("browser.noStore.title", { name: datastore })}>
          {t("browser.noStore.text")}
        </EmptyState>
      ) : (
        <FolderView key={`${datastore}/${folder}`} datastore={datastore} folder={folder} />
      )}
    </>
  );
}
