/** "Saved · revision 37", or what is in the way of it. */
import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSaving } from "../context";
import classes from "../editor.module.css";

const ICONS = {
  saved: IconCloudCheck,
  unsaved: IconCloudUp,
  saving: IconCloudUp,
  waiting: IconCloudOff,
  stale: IconAlertTriangle,
  failed: IconAlertTriangle,
} as const;

export function SaveState() {
  const { t } = useTranslation("editor");
  const status = useSaving((saving) => saving.status);
  const revision = useSaving((saving) => saving.revision);
  const Icon = ICONS[status];
  return (
    <Tooltip label={t(`saving.hint.${status}`)} multiline maw={280}>
      <span role="status" className={classes.saveState} data-status={status}>
        <Icon size={15} stroke={1.8} aria-hidden />
        {t(`saving.${status}`, { revision })}
      </span>
    </Tooltip>
  );
}
