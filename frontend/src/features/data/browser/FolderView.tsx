/** One folder of a datastore as a file manager shows it. */
import { Button } from "@mantine/core";
import { IconFolderOpen, IconUpload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { routes } from "@/api/routes";
import type { StoredEntry } from "@/api/storage";
import { useWorkspace } from "@/api/workspace";
import { formatCount } from "@/ui/format";
import { Frame } from "@/ui/Frame";
import { EmptyState, ErrorState, TableSkeleton } from "@/ui/States";
import { useQueryParams } from "@/ui/useQueryParams";
import { BrowserBar } from "./BrowserBar";
import classes from "./browser.module.css";
import { DeleteDialog } from "./DeleteDialog";
import { DropArea } from "./DropArea";
import { FileGrid } from "./FileGrid";
import { Interrupted } from "./Interrupted";
import { ManyPane } from "./ManyPane";
import { readOrder, writeOrder } from "./order";
import { addressOf, asFolder, folderOf } from "./paths";
import { PreviewPane } from "./PreviewPane";
import { type FileSelection, NONE } from "./selection";
import { StorePane } from "./StorePane";
import { useFolder } from "./useFolder";
import { useUploads } from "./useUploads";

interface FolderViewProps {
  datastore: string;
  /** `""` or ending in `/`. */
  folder: string;
}

export function FolderView({ datastore, folder }: FolderViewProps) {
  const { t } = useTranslation("data");
  const navigate = useNavigate();
  const { id: workspace, name: ws, role } = useWorkspace();
  const [params, setParams] = useQueryParams();
  const filter = params.get("filter") ?? "";
  const file = params.get("file");
  const order = readOrder(params.get("sort"));
  const listed = useFolder(workspace, datastore, folder + filter, order);
  const upload = useUploads(datastore, folder);
  const [selection, setSelection] = useState<FileSelection>(() => (file ? { chosen: new Set([file]), cursor: file, anchor: file } : NONE));
  const [deleting, setDeleting] = useState<readonly StoredEntry[] | null>(null);
  const chosen = useMemo(() => listed.entries.filter(({ path }) => selection.chosen.has(path)), [listed.entries, selection.chosen]);
  const canWrite = role !== "reader";

  const select = (next: FileSelection) => {
    setSelection(next);
    const [only] = next.chosen;
    setParams({ file: next.chosen.size === 1 ? only : null });
  };
  const go = (path: string) => void navigate(routes.datastore(ws, datastore, { path }));
  const open = (entry: StoredEntry) => {
    if (entry.is_folder) go(asFolder(entry.path));
    else select({ chosen: new Set([entry.path]), cursor: entry.path, anchor: entry.path });
  };
  const remove = () => {
    if (chosen.length > 0) setDeleting(chosen);
  };
  const [only] = selection.chosen.size === 1 ? selection.chosen : [];
  const pane = () => {
    if (selection.chosen.size > 1) {
      return <ManyPane datastore={datastore} chosen={chosen} canWrite={canWrite} onDelete={remove} onClose={() => select(NONE)} />;
    }
    if (only === undefined) return <StorePane datastore={datastore} canWrite={canWrite} />;
    return (
      <PreviewPane
        key={only}
        datastore={datastore}
        path={only}
        entry={chosen[0]}
        canWrite={canWrite}
        onOpenFolder={go}
        onDelete={remove}
        onClose={() => select(NONE)}
      />
    );
  };

  const body = () => {
    if (listed.error && listed.entries.length === 0) {
      return <ErrorState title={t("browser.failed")} error={listed.error} onRetry={() => void listed.refresh()} />;
    }
    if (listed.isLoading) return <TableSkeleton rows={9} height={36} />;
    if (listed.isEmpty) return <Empty filter={filter} canWrite={canWrite} onClear={() => setParams({ filter: null })} />;
    return (
      <FileGrid
        label={t("browser.list", { folder: folder || datastore })}
        folder={listed}
        order={order}
        onOrder={(next) => setParams({ sort: writeOrder(next) })}
        selection={selection}
        onSelect={select}
        onOpen={open}
        onUp={() => folder && go(folderOf(folder))}
        onDelete={canWrite ? remove : undefined}
        addressOf={(entry) => (entry.is_folder ? routes.datastore(ws, datastore, { path: addressOf(entry) }) : null)}
      />
    );
  };

  return (
    <Frame name="files" right={pane()} rightSize={440}>
      <div className={classes.page}>
        <BrowserBar
          datastore={datastore}
          folder={folder}
          filter={filter}
          onFilter={(text) => setParams({ filter: text })}
          isBusy={listed.isReading || listed.isLoading}
          onRefresh={() => void listed.refresh()}
          onUpload={canWrite ? upload : undefined}
        />
        {canWrite && <Interrupted datastore={datastore} />}
        <DropArea target={folder || datastore} disabled={!canWrite} onDrop={upload}>
          {body()}
        </DropArea>
        <div className={classes.foot}>
          <span role="status">
            {!listed.isLoading &&
              t(listed.isWhole ? "browser.count" : "browser.countSoFar", {
                count: listed.entries.length,
                shown: formatCount(listed.entries.length),
              })}
          </span>
          {listed.error && listed.entries.length > 0 && (
            <Button size="xs" variant="subtle" onClick={listed.readOn}>
              {t("browser.readOnFailed")}
            </Button>
          )}
        </div>
      </div>
      {deleting && (
        <DeleteDialog
          datastore={datastore}
          entries={deleting}
          onClose={() => {
            setDeleting(null);
            select(NONE);
          }}
        />
      )}
    </Frame>
  );
}

function Empty({ filter, canWrite, onClear }: { filter: string; canWrite: boolean; onClear: () => void }) {
  const { t } = useTranslation("data");
  if (filter) {
    return (
      <EmptyState
        icon={IconFolderOpen}
        title={t("browser.nothingFound", { filter })}
        actions={
          <Button variant="default" onClick={onClear}>
            {t("ui:clearSearch")}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState icon={canWrite ? IconUpload : IconFolderOpen} title={t("browser.empty.title")}>
      {t(canWrite ? "browser.empty.text" : "browser.empty.readerText")}
    </EmptyState>
  );
}
