import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Token, useRevokeToken } from "../../api/tokens";
import { useWorkspace } from "../../api/workspace";
import { showDone, showFailed } from "../../ui/toast";

/** Asks first: a revoked token cannot come back. */
export function RevokeDialog({ token, onClose }: { token: Token | null; onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  const revoke = useRevokeToken(useWorkspace().id);
  if (!token) return null;
  const confirm = () =>
    revoke.mutate(token.id, {
      onSuccess: () => {
        showDone(t("tokens.revoked", { name: token.name }));
        onClose();
      },
      onError: (error) => showFailed(t("tokens.revokeFailed", { name: token.name }), error),
    });
  return (
    <Modal opened onClose={onClose} title={t("tokens.revokeTitle", { name: token.name })} size={440}>
      <Text mb="lg">{t("tokens.revokeText")}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("ui:cancel")}
        </Button>
        <Button color="red" loading={revoke.isPending} onClick={confirm}>
          {t("tokens.revokeConfirm")}
        </Button>
      </Group>
    </Modal>
  );
}
