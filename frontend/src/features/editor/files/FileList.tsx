/** The files of a step: create, rename, upload (also by drop), delete. Each is one step of undo. */
import { ActionIcon, FileButton, Menu, TextInput, UnstyledButton } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { IconDots, IconFile, IconFilePlus, IconPencil, IconPlayerPlay, IconTrash, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GraphNode } from "@/graph/document";
import { removeSourceFile, renameSourceFile, setSetting, setSourceFile } from "@/graph/edit";
import { freeName } from "@/graph/ids";
import { isFilePath } from "@/graph/names";
import { formatBytes } from "@/ui/format";
import { showFailed } from "@/ui/toast";
import { useParts } from "../context";
import classes from "../editor.module.css";

const LIMIT = 25 * 1024 * 1024;

interface FileListProps {
  readonly node: GraphNode;
  readonly open: string | undefined;
  onOpen(path: string): void;
}

export function FileList({ node, open, onOpen }: FileListProps) {
  const { t } = useTranslation("editor");
  const { store, blobs, readOnly } = useParts();
  const { edit } = store.getState();
  const [renaming, setRenaming] = useState<string | null>(null);
  const files = Object.entries(node.source ?? {});
  const taken = files.map(([path]) => path);

  const create = async () => {
    const path = freeName("new_file", taken.map((name) => name.replace(/\.py$/, ""))) + ".py";
    const file = await blobs.keep("");
    edit((document) => setSourceFile(document, node.id, path, file));
    onOpen(path);
    setRenaming(path);
  };
  const upload = async (chosen: readonly File[]) => {
    const tooLarge = chosen.find((file) => file.size > LIMIT);
    if (tooLarge) {
      showFailed(t("files.tooLarge", { name: tooLarge.name }), new Error(t("files.limit", { limit: formatBytes(LIMIT) })));
      return;
    }
    const kept = await Promise.all(chosen.map(async (file) => [pathOf(file), await blobs.keep(file)] as const));
    edit((document) => kept.reduce((grown, [path, file]) => setSourceFile(grown, node.id, path, file), document));
    if (kept[0]) onOpen(kept[0][0]);
  };
  const rename = (path: string, to: string) => {
    setRenaming(null);
    if (to === path || !isFilePath(to) || taken.includes(to)) return;
    edit((document) => renameSourceFile(document, node.id, path, to));
    if (path === open) onOpen(to);
  };

  return (
    <Dropzone
      onDrop={(dropped) => void upload(dropped)}
      activateOnClick={false}
      activateOnKeyboard={false}
      disabled={readOnly}
      className={classes.dropzone}
      classNames={{ inner: classes.dropzoneInner }}
      inputProps={{ "aria-label": t("files.upload") }}
    >
      <div className={classes.fileTools}>
        <b>{t("files.title", { count: files.length })}</b>
        {!readOnly && (
          <>
            <ActionIcon size={26} aria-label={t("files.create")} title={t("files.create")} onClick={() => void create()}>
              <IconFilePlus size={16} aria-hidden />
            </ActionIcon>
            <FileButton multiple onChange={(chosen) => void upload(chosen)}>
              {(props) => (
                <ActionIcon {...props} size={26} aria-label={t("files.upload")} title={t("files.uploadHint")}>
                  <IconUpload size={16} aria-hidden />
                </ActionIcon>
              )}
            </FileButton>
          </>
        )}
      </div>
      <ul className={classes.fileList}>
        {files.map(([path, file]) => (
          <li key={path} data-open={path === open || undefined}>
            {renaming === path ? (
              <RenameFile
                path={path}
                taken={taken}
                onDone={(to) => {
                  rename(path, to);
                }}
              />
            ) : (
              <UnstyledButton
                className={classes.file}
                aria-current={path === open}
                onClick={() => {
                  onOpen(path);
                }}
                onDoubleClick={() => {
                  if (!readOnly) setRenaming(path);
                }}
              >
                {node.settings.script_name === path ? (
                  <IconPlayerPlay size={15} role="img" aria-label={t("files.started")} />
                ) : (
                  <IconFile size={15} aria-hidden />
                )}
                <span>{path}</span>
                <small>{formatBytes(file.size)}</small>
              </UnstyledButton>
            )}
            {!readOnly && renaming !== path && (
              <FileMenu
                path={path}
                isStarted={node.settings.script_name === path}
                onRename={() => {
                  setRenaming(path);
                }}
                onStart={() => {
                  edit((document) => setSetting(document, node.id, "script_name", path));
                }}
                onRemove={() => {
                  edit((document) => removeSourceFile(document, node.id, path));
                }}
              />
            )}
          </li>
        ))}
      </ul>
    </Dropzone>
  );
}

interface FileMenuProps {
  readonly path: string;
  readonly isStarted: boolean;
  onRename(): void;
  onStart(): void;
  onRemove(): void;
}

function FileMenu({ path, isStarted, onRename, onStart, onRemove }: FileMenuProps) {
  const { t } = useTranslation("editor");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={t("files.more", { path })}>
          <IconDots size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={onRename}>
          {t("files.rename")}
        </Menu.Item>
        {!isStarted && path.endsWith(".py") && (
          <Menu.Item leftSection={<IconPlayerPlay size={15} />} onClick={onStart}>
            {t("files.start")}
          </Menu.Item>
        )}
        <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={onRemove}>
          {t("files.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function RenameFile({ path, taken, onDone }: { path: string; taken: readonly string[]; onDone: (to: string) => void }) {
  const { t } = useTranslation("editor");
  const [name, setName] = useState(path);
  const wrong = !isFilePath(name) ? t("files.badName") : name !== path && taken.includes(name) ? t("files.taken") : null;
  return (
    <TextInput
      size="xs"
      aria-label={t("files.name")}
      value={name}
      error={wrong}
      autoFocus
      onFocus={(event) => {
        const dot = path.lastIndexOf(".");
        event.currentTarget.setSelectionRange(path.lastIndexOf("/") + 1, dot > 0 ? dot : path.length);
      }}
      onChange={({ currentTarget }) => {
        setName(currentTarget.value);
      }}
      onBlur={() => {
        onDone(wrong ? path : name);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") onDone(wrong ? path : name);
        if (event.key === "Escape") onDone(path);
      }}
    />
  );
}

/** Where an uploaded file goes: its place in the folder that was dropped, else its name. */
function pathOf(file: File & { path?: string }): string {
  const path = (file.path ?? file.webkitRelativePath ?? file.name).replace(/^[./]+/, "");
  const clean = path || file.name;
  return isFilePath(clean) ? clean : clean.replaceAll(/[^A-Za-z0-9._/-]+/g, "_");
}
