import { useTranslation } from "react-i18next";
import { useSetEnabled } from "../../api/published";
import { useWorkspace } from "../../api/workspace";
import { showFailed, showUndo } from "../../ui/toast";

interface Toggled {
  id: string;
  name: string;
}

/** Enable or disable with one click; the toast takes it back. */
export function useToggle(): { toggle: (pipeline: Toggled, enabled: boolean) => void; pendingId: string | undefined } {
  const { t } = useTranslation("publishing");
  const { mutate, isPending, variables } = useSetEnabled(useWorkspace().id);
  const toggle = ({ id, name }: Toggled, enabled: boolean) =>
    mutate(
      { id, enabled },
      {
        onSuccess: () =>
          showUndo(t(enabled ? "enabled" : "disabled", { name }), t("ui:undo"), () => toggle({ id, name }, !enabled)),
        onError: (error) => showFailed(t(enabled ? "enableFailed" : "disableFailed", { name }), error),
      },
    );
  return { toggle, pendingId: isPending ? variables.id : undefined };
}
