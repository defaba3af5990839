/** A path on a datastore: typed, or picked from what is there. */
import { ActionIcon, Breadcrumbs, Button, Popover, ScrollArea, TextInput, UnstyledButton } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import { IconFile, IconFolder, IconFolderOpen } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { datastoreQueries } from "@/api/datastores";
import { storageQueries, type StoredEntry } from "@/api/storage";
import { formatBytes } from "@/ui/format";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { useParts } from "../context";
import { useField, useStepForm } from "./formContext";
import classes from "../editor.module.css";

export function PathWidget({ id, value, onChange, readonly }: WidgetProps) {
  const { t } = useTranslation("editor");
  const { aria } = useField(id);
  const [open, setOpen] = useState(false);
  const path = (value as string | undefined) ?? "";
  const browse = (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={340} trapFocus>
      <Popover.Target>
        <ActionIcon
          size={26}
          aria-label={t("path.browse")}
          onClick={() => {
            setOpen(!open);
          }}
        >
          <IconFolderOpen size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        {open && (
          <Browser
            start={folderOf(path)}
            onPick={(picked) => {
              onChange(picked);
              setOpen(false);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
  return (
    <TextInput
      id={id}
      value={path}
      placeholder={t("path.placeholder")}
      readOnly={readonly}
      error={aria["aria-invalid"]}
      {...aria}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value === "" ? undefined : currentTarget.value);
      }}
      rightSection={!readonly && browse}
    />
  );
}

/** Entries read at once; the form's list is for choosing, the Data page for looking through thousands. */
const SHOWN = 200;

/** What scrolls can be reached by keyboard. */
const SCROLLABLE = { tabIndex: 0 };

function Browser({ start, onPick }: { start: string; onPick: (path: string) => void }) {
  const { t } = useTranslation("editor");
  const { workspace } = useParts();
  const { node } = useStepForm();
  const [folder, setFolder] = useState(start);
  const { data: stores = [] } = useQuery(datastoreQueries.list(workspace.id));
  const chosen = typeof node.settings.datastore === "string" ? node.settings.datastore : "";
  const store = chosen || stores.find((each) => each.is_default)?.name || "";
  const files = useInfiniteQuery({ ...storageQueries.folder(workspace.id, store, folder, SHOWN), enabled: store !== "" });
  const entries = files.data?.pages.flatMap(({ results }) => results) ?? [];
  const parts = folder.split("/").filter(Boolean);
  return (
    <div className={classes.browser}>
      <Breadcrumbs separator="/" className={classes.browserPath}>
        {[store, ...parts].map((part, index) => (
          <UnstyledButton
            key={index}
            onClick={() => {
              setFolder(asFolder(parts.slice(0, index)));
            }}
          >
            {part}
          </UnstyledButton>
        ))}
      </Breadcrumbs>
      <ScrollArea.Autosize mah={280} type="auto" viewportProps={SCROLLABLE}>
        {files.isPending && <BlockSkeleton lines={4} />}
        {files.error && <ErrorState error={files.error} title={t("path.failed")} onRetry={() => void files.refetch()} />}
        {files.data && entries.length === 0 && <p className={classes.listNothing}>{t("path.empty")}</p>}
        {entries.map((file) => (
          <FileRow key={file.path} file={file} onOpen={setFolder} onPick={onPick} />
        ))}
        {files.hasNextPage && (
          <Button variant="subtle" size="xs" fullWidth loading={files.isFetchingNextPage} onClick={() => void files.fetchNextPage()}>
            {t("data.more")}
          </Button>
        )}
      </ScrollArea.Autosize>
      {folder && (
        <UnstyledButton
          className={classes.browserUse}
          onClick={() => {
            onPick(folder.replace(/\/$/, ""));
          }}
        >
          {t("path.useFolder", { folder })}
        </UnstyledButton>
      )}
    </div>
  );
}

interface FileRowProps {
  readonly file: StoredEntry;
  onOpen(folder: string): void;
  onPick(path: string): void;
}

function FileRow({ file, onOpen, onPick }: FileRowProps) {
  const Icon = file.is_folder ? IconFolder : IconFile;
  const name = file.path.replace(/\/$/, "").split("/").at(-1);
  return (
    <UnstyledButton
      className={classes.browserRow}
      onClick={() => {
        if (file.is_folder) onOpen(`${file.path.replace(/\/$/, "")}/`);
        else onPick(file.path);
      }}
    >
      <Icon size={16} stroke={1.7} aria-hidden />
      <span>{name}</span>
      {!file.is_folder && <small>{formatBytes(file.size)}</small>}
    </UnstyledButton>
  );
}

function folderOf(path: string): string {
  return asFolder(path.split("/").slice(0, -1));
}

function asFolder(parts: readonly string[]): string {
  return parts.length === 0 ? "" : `${parts.join("/")}/`;
}
