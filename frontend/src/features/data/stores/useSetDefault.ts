import { useTranslation } from "react-i18next";
import { useChangeDatastore } from "@/api/datastores";
import { useWorkspace } from "@/api/workspace";
import { showDone, showFailed } from "@/ui/toast";

/** Makes a datastore the one that new runs write to. */
export function useSetDefault(): (name: string) => void {
  const { t } = useTranslation("data");
  const change = useChangeDatastore(useWorkspace().id);
  return (name) =>
    change.mutate(
      { name, is_default: true },
      {
        onSuccess: () => showDone(t("stores.isDefaultNow", { name })),
        onError: (error) => showFailed(t("stores.setDefaultFailed", { name }), error),
      },
    );
}
