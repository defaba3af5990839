import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconFolderOpen, IconPlugConnected, IconSettings, IconStar, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Datastore } from "@/api/datastores";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { UnregisterDialog } from "./UnregisterDialog";
import { useSetDefault } from "./useSetDefault";

interface DatastoreMenuProps {
  store: Datastore;
  isOwner: boolean;
  onOpen: () => void;
  onCheck: () => void;
}

export function DatastoreMenu({ store, isOwner, onOpen, onCheck }: DatastoreMenuProps) {
  const { t } = useTranslation("data");
  const ws = useWorkspace().name;
  const setDefault = useSetDefault();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={220} returnFocus={false}>
        <Menu.Target>
          <ActionIcon aria-label={t("menu.label", { name: store.name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={routes.datastore(ws, store.name)} leftSection={<IconFolderOpen size={16} aria-hidden />}>
            {t("menu.browse")}
          </Menu.Item>
          <Menu.Item leftSection={<IconSettings size={16} aria-hidden />} onClick={onOpen}>
            {t(isOwner ? "menu.settings" : "menu.details")}
          </Menu.Item>
          <Menu.Item leftSection={<IconPlugConnected size={16} aria-hidden />} onClick={onCheck}>
            {t("check.action")}
          </Menu.Item>
          {isOwner && (
            <>
              <Menu.Item
                leftSection={<IconStar size={16} aria-hidden />}
                disabled={store.is_default}
                onClick={() => setDefault(store.name)}
              >
                {t("menu.setDefault")}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                disabled={store.is_builtin}
                onClick={() => setAsks(true)}
              >
                {t("menu.unregister")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {asks && <UnregisterDialog name={store.name} onClose={() => setAsks(false)} />}
    </>
  );
}
