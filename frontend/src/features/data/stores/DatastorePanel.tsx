import { Badge, Button, Group } from "@mantine/core";
import { IconFolderOpen, IconPencil, IconPlugConnected } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Datastore, datastoreQueries } from "@/api/datastores";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { Facts } from "@/ui/Facts";
import { SidePanel } from "@/ui/SidePanel";
import { RelativeTime } from "@/ui/Time";
import { CheckAnswer } from "./CheckAnswer";
import { EditPanel } from "./EditPanel";
import { HealthBadge } from "./HealthBadge";
import { useCheck } from "./useCheck";

interface DatastorePanelProps {
  store: Datastore;
  isOwner: boolean;
  onClose: () => void;
}

/** One datastore: what it is, whether it answers, and how to change it. */
export function DatastorePanel({ store, isOwner, onClose }: DatastorePanelProps) {
  const { t } = useTranslation("data");
  const { id: workspace, name: ws } = useWorkspace();
  const { data: kinds = [] } = useQuery(datastoreQueries.kinds(workspace));
  const { check, checking } = useCheck({ tellsAnswer: false });
  const [isEditing, setEditing] = useState(false);
  const kind = kinds.find((each) => each.kind === store.kind);
  if (isEditing && kind) return <EditPanel store={store} kind={kind} onClose={() => setEditing(false)} />;
  const fields = kind?.fields.filter(({ name, secret }) => !secret && store.settings[name]) ?? [];
  return (
    <SidePanel
      title={store.name}
      about={kind?.title ?? store.kind}
      onClose={onClose}
      actions={
        <>
          {isOwner && (
            <Button
              variant="default"
              mr="auto"
              leftSection={<IconPencil size={16} aria-hidden />}
              disabled={store.is_builtin || !kind}
              onClick={() => setEditing(true)}
            >
              {t("edit.open")}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={16} aria-hidden />}
            loading={checking.has(store.name)}
            onClick={() => check(store.name)}
          >
            {t("check.action")}
          </Button>
          <Button component={Link} to={routes.datastore(ws, store.name)} leftSection={<IconFolderOpen size={16} aria-hidden />}>
            {t("menu.browse")}
          </Button>
        </>
      }
    >
      <Group gap={6}>
        <HealthBadge health={store.health} isChecking={checking.has(store.name)} />
        {store.is_default && <Badge>{t("stores.default")}</Badge>}
        {store.is_builtin && <Badge color="gray">{t("stores.builtin")}</Badge>}
      </Group>
      <Facts
        facts={[
          ...(store.is_builtin ? [[t("column.place"), t("stores.builtinPlace")] as const] : []),
          ...fields.map(({ name, title }) => [title, store.settings[name]] as const),
          [t("form.credentials"), t(store.has_credentials ? "stores.hasCredentials" : "stores.noCredentials")],
          [t("column.registered"), <RelativeTime key="at" at={store.created_at} />],
        ]}
      />
      {store.health && <CheckAnswer health={store.health} />}
    </SidePanel>
  );
}
