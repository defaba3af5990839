import { ActionIcon, Menu } from "@mantine/core";
import { IconCopy, IconDots, IconPencil, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type DraftRow, useCreateDraft, useDeleteDraft, useRestoreDraft } from "../../api/drafts";
import { routes } from "../../api/routes";
import { useWorkspace } from "../../api/workspace";
import { showDone, showFailed, showUndo } from "../../ui/toast";

export function DraftMenu({ draft, onRename }: { draft: DraftRow; onRename: () => void }) {
  const { t } = useTranslation("pipelines");
  const { id: workspace, name: ws } = useWorkspace();
  const create = useCreateDraft(workspace);
  const remove = useDeleteDraft(workspace);
  const restore = useRestoreDraft(workspace);

  const bringBack = () => restore.mutate(draft.id, { onError: (error) => showFailed(t("restoreFailed"), error) });
  const deleteIt = () =>
    remove.mutate(draft.id, {
      onSuccess: () => showUndo(t("deleted", { name: draft.name }), t("ui:undo"), bringBack),
      onError: (error) => showFailed(t("deleteFailed"), error),
    });
  const duplicate = () =>
    create.mutate(
      { name: t("copyName", { name: draft.name }), duplicate_of: draft.id },
      {
        onSuccess: (copy) => showDone(t("duplicated", { name: copy.name })),
        onError: (error) => showFailed(t("createFailed"), error),
      },
    );

  return (
    <Menu position="bottom-end" width={200} returnFocus={false}>
      <Menu.Target>
        <ActionIcon aria-label={t("menu.label", { name: draft.name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onRename}>
          {t("menu.rename")}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={duplicate}>
          {t("menu.duplicate")}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to={routes.runs(ws, { draft: draft.id })}
          leftSection={<IconPlayerPlay size={16} />}
        >
          {t("menu.runs")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={deleteIt}>
          {t("menu.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
