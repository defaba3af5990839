/** Somebody else saved in between: both versions in words, and three ways on. Nothing is lost by any of them. */
import { Button, Paper, Title } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useCreateDraft, type Draft } from "@/api/drafts";
import { routes } from "@/api/routes";
import { RelativeTime } from "@/ui/Time";
import { showDone, showFailed } from "@/ui/toast";
import { useDocument, useParts, useSaving } from "../context";
import { asDocument } from "./Autosaver";
import { Differences } from "./Differences";
import classes from "../editor.module.css";

export function ConflictPanel({ theirs }: { theirs: Draft }) {
  const { t } = useTranslation("editor");
  const { draft, workspace, saver, store } = useParts();
  const mine = useDocument();
  const base = useSaving((saving) => saving.saved);
  const create = useCreateDraft(workspace.id);
  const navigate = useNavigate();
  const who = theirs.updated_by?.display_name ?? t("conflict.somebody");

  const takeTheirs = () => {
    saver.adopt(theirs);
    store.getState().edit(() => asDocument(theirs));
  };
  const keepMine = () => {
    saver.continueFrom(theirs);
  };
  const saveCopy = () => {
    create.mutate(
      { name: t("conflict.copyName", { name: draft.name }), document: mine },
      {
        onSuccess: (copy) => {
          takeTheirs();
          showDone(t("conflict.copied", { name: copy.name }));
          void navigate(routes.draft(workspace.name, copy.id));
        },
        onError: (error) => {
          showFailed(t("conflict.copyFailed"), error);
        },
      },
    );
  };

  return (
    <Paper className={classes.conflict} withBorder shadow="md" role="region" aria-live="polite" aria-label={t("conflict.title")}>
      <Title order={2} className={classes.conflictTitle}>
        <IconGitMerge size={18} aria-hidden /> {t("conflict.title")}
      </Title>
      <div className={classes.versions}>
        <section>
          <h3>{t("conflict.theirs", { who, revision: theirs.revision })}</h3>
          <p className={classes.quiet}>
            <RelativeTime at={theirs.updated_at} />
          </p>
          <Differences before={base} after={asDocument(theirs)} />
        </section>
        <section>
          <h3>{t("conflict.mine")}</h3>
          <p className={classes.quiet}>{t("conflict.notSaved")}</p>
          <Differences before={base} after={mine} />
        </section>
      </div>
      <div className={classes.conflictActions}>
        <Button variant="default" onClick={takeTheirs}>
          {t("conflict.takeTheirs")}
        </Button>
        <Button variant="default" onClick={keepMine}>
          {t("conflict.keepMine", { revision: theirs.revision + 1 })}
        </Button>
        <Button onClick={saveCopy} loading={create.isPending}>
          {t("conflict.saveCopy")}
        </Button>
      </div>
    </Paper>
  );
}
