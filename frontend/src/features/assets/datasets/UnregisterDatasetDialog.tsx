import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useUnregisterDataset } from "@/api/datasets";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { showDone, showFailed } from "@/ui/toast";

/** Asks first: pipelines that name the dataset fail at their next run. */
export function UnregisterDatasetDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation("assets");
  const navigate = useNavigate();
  const { id: workspace, name: ws } = useWorkspace();
  const remove = useUnregisterDataset(workspace);
  const confirm = () =>
    remove.mutate(name, {
      onSuccess: () => {
        showDone(t("datasets.unregistered", { name }));
        void navigate(routes.datasets(ws));
      },
      onError: (error) => showFailed(t("datasets.unregisterFailed", { name }), error),
    });
  return (
    <Modal opened onClose={onClose} title={t("datasets.unregisterTitle", { name })} size={460}>
      <Text mb="lg">{t("datasets.unregisterText")}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("ui:cancel")}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={confirm}>
          {t("datasets.unregister")}
        </Button>
      </Group>
    </Modal>
  );
}
