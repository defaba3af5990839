/** What lies over the canvas: the server is away, somebody else saved, edits of a lost tab were found. */
import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle, IconCloudOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParts, useSaving } from "../context";
import { ConflictPanel } from "./ConflictPanel";
import { RecoveryNotice } from "./RecoveryNotice";
import classes from "../editor.module.css";

export function Notices() {
  const { t } = useTranslation("editor");
  const { saver } = useParts();
  const status = useSaving((saving) => saving.status);
  const error = useSaving((saving) => saving.error);
  const theirs = useSaving((saving) => saving.theirs);
  return (
    <div className={classes.notices}>
      {status === "stale" && theirs && <ConflictPanel theirs={theirs} />}
      {status === "waiting" && (
        <Alert color="yellow" icon={<IconCloudOff size={18} />} title={t("waiting.title")} role="status">
          {t("waiting.text")}
        </Alert>
      )}
      {status === "failed" && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("failed.title")} role="alert">
          <p className={classes.noticeText}>{error?.message}</p>
          <Button size="xs" variant="default" onClick={() => void saver.flush()}>
            {t("failed.retry")}
          </Button>
        </Alert>
      )}
      <RecoveryNotice />
    </div>
  );
}
