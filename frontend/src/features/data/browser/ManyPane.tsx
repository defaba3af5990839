import { Button } from "@mantine/core";
import { IconDownload, IconTableShare, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import type { StoredEntry } from "@/api/storage";
import { useWorkspace } from "@/api/workspace";
import { CopyButton } from "@/ui/CopyButton";
import { formatBytes, formatCount } from "@/ui/format";
import { SidePanel } from "@/ui/SidePanel";
import classes from "./browser.module.css";
import { downloadAll, MOST_DOWNLOADS } from "./download";
import { EntryIcon } from "./EntryIcon";
import { addressOf, nameOf } from "./paths";

/** Names listed before "and n more". */
const LISTED = 100;

interface ManyPaneProps {
  datastore: string;
  chosen: readonly StoredEntry[];
  canWrite: boolean;
  onDelete: () => void;
  onClose: () => void;
}

/** Several files and folders: how much they are together, and what can be done with all of them. */
export function ManyPane({ datastore, chosen, canWrite, onDelete, onClose }: ManyPaneProps) {
  const { t } = useTranslation("data");
  const { id: workspace, name: ws } = useWorkspace();
  const files = chosen.filter(({ is_folder }) => !is_folder);
  const folders = chosen.length - files.length;
  const paths = chosen.map(addressOf);
  const about = [
    files.length > 0 && t("many.files", { count: files.length, shown: formatCount(files.length), size: formatBytes(sizeOf(files)) }),
    folders > 0 && t("many.folders", { count: folders, shown: formatCount(folders) }),
  ];
  return (
    <SidePanel
      title={t("many.title", { count: chosen.length, shown: formatCount(chosen.length) })}
      about={about.filter(Boolean).join(" · ")}
      onClose={onClose}
      actions={
        canWrite && (
          <Button variant="default" c="var(--st-bad)" mr="auto" leftSection={<IconTrash size={16} aria-hidden />} onClick={onDelete}>
            {t("many.delete")}
          </Button>
        )
      }
    >
      <div className={classes.actions}>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={15} aria-hidden />}
          disabled={folders > 0 || files.length > MOST_DOWNLOADS}
          title={t("many.downloadLimit", { count: MOST_DOWNLOADS })}
          onClick={() => downloadAll(workspace, datastore, files)}
        >
          {t("file.download")}
        </Button>
        <CopyButton size="xs" text={paths.join("\n")} label={t("file.copyPath", { count: paths.length })} />
        {canWrite && (
          <Button
            component={Link} to={routes.registerDataset(ws, datastore, paths.slice(0, LISTED))} variant="default" size="xs"
            leftSection={<IconTableShare size={15} aria-hidden />} disabled={paths.length > LISTED}
          >
            {t("file.register")}
          </Button>
        )}
      </div>
      <ul className={classes.chosen} aria-label={t("browser.selection")}>
        {chosen.slice(0, LISTED).map((entry) => (
          <li key={entry.path}>
            <EntryIcon entry={entry} size={16} /> <span>{nameOf(entry.path)}</span>
            {!entry.is_folder && <small>{formatBytes(entry.size)}</small>}
          </li>
        ))}
        {chosen.length > LISTED && <li>{t("delete.more", { count: chosen.length - LISTED })}</li>}
      </ul>
    </SidePanel>
  );
}

function sizeOf(files: readonly StoredEntry[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
