import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconDownload, IconTableShare, IconTrash, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import type { StoredEntry } from "@/api/storage";
import { useWorkspace } from "@/api/workspace";
import { formatBytes, formatCount } from "@/ui/format";
import { CopyButton } from "@/ui/CopyButton";
import classes from "./browser.module.css";
import { downloadAll, MOST_DOWNLOADS } from "./download";
import { addressOf } from "./paths";

interface SelectionBarProps {
  datastore: string;
  chosen: readonly StoredEntry[];
  canWrite: boolean;
  onDelete: () => void;
  onClear: () => void;
}

/** What can be done with what is selected. */
export function SelectionBar({ datastore, chosen, canWrite, onDelete, onClear }: SelectionBarProps) {
  const { t } = useTranslation("data");
  const { id: workspace, name: ws } = useWorkspace();
  const files = chosen.filter(({ is_folder }) => !is_folder);
  const size = files.reduce((sum, entry) => sum + entry.size, 0);
  const paths = chosen.map(addressOf);
  return (
    <div className={classes.chosenBar} role="toolbar" aria-label={t("browser.selection")}>
      <Tooltip label={t("browser.clear")}>
        <ActionIcon onClick={onClear} aria-label={t("browser.clear")}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <strong>
        {t("browser.chosen", { count: chosen.length, shown: formatCount(chosen.length) })}
        {files.length > 0 && ` · ${formatBytes(size)}`}
      </strong>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconDownload size={15} aria-hidden />}
        disabled={files.length !== chosen.length || files.length > MOST_DOWNLOADS}
        onClick={() => downloadAll(workspace, datastore, files)}
      >
        {t("file.download")}
      </Button>
      <CopyButton size="xs" text={paths.join("\n")} label={t("file.copyPath", { count: paths.length })} />
      {canWrite && (
        <>
          <Button
            component={Link}
            to={routes.registerDataset(ws, datastore, paths)}
            variant="default"
            size="xs"
            leftSection={<IconTableShare size={15} aria-hidden />}
          >
            {t("file.register")}
          </Button>
          <Button variant="default" size="xs" c="var(--st-bad)" leftSection={<IconTrash size={15} aria-hidden />} onClick={onDelete}>
            {t("file.delete")}
          </Button>
        </>
      )}
    </div>
  );
}
