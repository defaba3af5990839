import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type NewDraft, useCreateDraft } from "../../api/drafts";
import { routes } from "../../api/routes";
import { useWorkspace } from "../../api/workspace";
import { showFailed } from "../../ui/toast";

/** Make a draft and go to it. */
export function useOpenNew(): { openNew: (draft: NewDraft) => void; isPending: boolean } {
  const { t } = useTranslation("pipelines");
  const navigate = useNavigate();
  const workspace = useWorkspace();
  const { mutate, isPending } = useCreateDraft(workspace.id);
  const openNew = useCallback(
    (draft: NewDraft) =>
      mutate(draft, {
        onSuccess: ({ id }) => void navigate(routes.draft(workspace.name, id)),
        onError: (error) => showFailed(t("createFailed"), error),
      }),
    [mutate, navigate, t, workspace.name],
  );
  return { openNew, isPending };
}
