import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useDeleteModelVersion } from "@/api/models";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { showDone, showFailed } from "@/ui/toast";

interface DeleteVersionDialogProps {
  name: string;
  version: number;
  /** There is no other version: the model goes with it. */
  isLast: boolean;
  onClose: () => void;
}

export function DeleteVersionDialog({ name, version, isLast, onClose }: DeleteVersionDialogProps) {
  const { t } = useTranslation("assets");
  const navigate = useNavigate();
  const { id: workspace, name: ws } = useWorkspace();
  const remove = useDeleteModelVersion(workspace, name);
  const confirm = () =>
    remove.mutate(version, {
      onSuccess: () => {
        showDone(t("models.deleted", { name, version }));
        onClose();
        void navigate(isLast ? routes.models(ws) : routes.model(ws, name), { replace: true });
      },
      onError: (error) => showFailed(t("models.deleteFailed", { name, version }), error),
    });
  return (
    <Modal opened onClose={onClose} title={t("models.deleteTitle", { name, version })} size={460}>
      <Text mb="lg">{t(isLast ? "models.deleteLastText" : "models.deleteText", { name })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("ui:cancel")}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={confirm}>
          {t("models.deleteVersion")}
        </Button>
      </Group>
    </Modal>
  );
}
