import { Button } from "@mantine/core";
import { IconDownload, IconSitemap, IconTableShare, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { files, routes } from "@/api/routes";
import { type StoredEntry, storageQueries } from "@/api/storage";
import { useWorkspace } from "@/api/workspace";
import { CopyIcon } from "@/ui/CopyButton";
import { Facts } from "@/ui/Facts";
import { formatBytes, formatMoment } from "@/ui/format";
import { PreviewView } from "@/ui/preview/PreviewView";
import { SidePanel } from "@/ui/SidePanel";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import classes from "./browser.module.css";
import { addressOf, nameOf } from "./paths";

interface PreviewPaneProps {
  datastore: string;
  path: string;
  /** What the list knows of it, once it has come. */
  entry: StoredEntry | undefined;
  canWrite: boolean;
  onOpenFolder: (path: string) => void;
  onDelete: () => void;
  onClose: () => void;
}

/** A file or folder in detail: what it is, what can be done with it, a look inside. */
export function PreviewPane({ datastore, path, entry, canWrite, onOpenFolder, onDelete, onClose }: PreviewPaneProps) {
  const { t } = useTranslation("data");
  const { id: workspace, name: ws } = useWorkspace();
  const isFolder = entry?.is_folder ?? false;
  const whole = addressOf({ path, is_folder: isFolder });
  return (
    <SidePanel
      title={nameOf(path)}
      onClose={onClose}
      actions={
        canWrite && (
          <Button variant="default" c="var(--st-bad)" mr="auto" leftSection={<IconTrash size={16} aria-hidden />} onClick={onDelete}>
            {t("file.delete")}
          </Button>
        )
      }
    >
      <Facts
        facts={[
          [
            t("file.path"),
            <span key="path">
              <code>{whole}</code> <CopyIcon text={whole} label={t("file.copyPath", { count: 1 })} />
            </span>,
          ],
          ...(entry && !isFolder
            ? ([
                [t("column.size"), formatBytes(entry.size)],
                [t("column.modified"), formatMoment(entry.modified)],
              ] as const)
            : []),
        ]}
      />
      <div className={classes.actions}>
        {isFolder ? (
          <Button size="xs" variant="default" onClick={() => onOpenFolder(whole)}>
            {t("file.openFolder")}
          </Button>
        ) : (
          <Button
            size="xs" variant="default" component="a" href={files.stored(workspace, datastore, path)} download
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            {t("file.download")}
          </Button>
        )}
        {canWrite && (
          <Button
            size="xs" variant="default" component={Link} to={routes.registerDataset(ws, datastore, [whole])}
            leftSection={<IconTableShare size={15} aria-hidden />}
          >
            {t("file.register")}
          </Button>
        )}
        <Button
          size="xs" variant="default" component={Link} to={routes.lineage(ws, { datastore, path: whole })}
          leftSection={<IconSitemap size={15} aria-hidden />}
        >
          {t("file.lineage")}
        </Button>
      </div>
      {entry && <Look datastore={datastore} path={whole} name={nameOf(path)} />}
    </SidePanel>
  );
}

function Look({ datastore, path, name }: { datastore: string; path: string; name: string }) {
  const { t } = useTranslation("data");
  const workspace = useWorkspace().id;
  const { data, error, refetch } = useQuery(storageQueries.preview(workspace, datastore, path));
  if (error && !data) return <ErrorState title={t("ui:preview.failed")} error={error} onRetry={() => void refetch()} />;
  if (!data) return <BlockSkeleton lines={6} />;
  return (
    <section aria-label={t("file.preview", { name })}>
      <PreviewView preview={data} name={name} height={620} />
    </section>
  );
}
