/** Offers edits that a lost tab left in this browser. */
import { Alert, Button, Group } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sameDocument } from "@/graph/diff";
import { RelativeTime } from "@/ui/Time";
import { useParts } from "../context";
import { asDocument } from "./Autosaver";
import { Differences } from "./Differences";
import { dropUnsaved, findUnsaved, type Unsaved } from "./recovery";
import classes from "../editor.module.css";

export function RecoveryNotice() {
  const { t } = useTranslation("editor");
  const { draft, store, blobs, readOnly } = useParts();
  const queries = useQueryClient();
  const queryKey = ["unsaved", draft.id];
  const { data: found } = useQuery({
    queryKey,
    queryFn: () => findUnsaved(draft.id),
    enabled: !readOnly,
    staleTime: Infinity,
    gcTime: 0,
  });
  if (!found || sameDocument(found.document, asDocument(draft))) return null;

  const close = () => {
    queries.setQueryData(queryKey, null);
    void dropUnsaved(found.key);
  };
  const restore = async ({ document }: Unsaved) => {
    await blobs.recover(document);
    store.getState().edit(() => document);
    close();
  };
  return (
    <Alert color="blue" icon={<IconHistory size={18} />} title={t("recovery.title")} className={classes.recovery}>
      <p className={classes.noticeText}>
        <RelativeTime at={new Date(found.at).toISOString()} />
        {found.revision < draft.revision && ` · ${t("recovery.older", { revision: found.revision, now: draft.revision })}`}
      </p>
      <Differences before={asDocument(draft)} after={found.document} />
      <Group gap="xs">
        <Button size="xs" onClick={() => void restore(found)}>
          {t("recovery.restore")}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {t("recovery.discard")}
        </Button>
      </Group>
    </Alert>
  );
}
