import { UnstyledButton } from "@mantine/core";
import { IconCornerLeftUp, IconFile, IconFolder } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { StoredEntry } from "@/api/storage";
import { formatBytes } from "@/ui/format";
import { addDataStep } from "../actions";
import { useParts } from "../context";
import classes from "../editor.module.css";
import { useDrag } from "../useDrag";

interface StoredItemProps {
  store: string;
  /** `null` for the way up. */
  entry: StoredEntry | null;
  title?: string;
  /** Goes into the folder. */
  onOpen: () => void;
}

/** A file or folder: dragged, it becomes a Data step; a click on a folder opens it, Enter adds a file. */
export function StoredItem({ store, entry, title, onOpen }: StoredItemProps) {
  const { t } = useTranslation("editor");
  const parts = useParts();
  const name = title ?? entry?.path.replace(/\/$/, "").split("/").at(-1) ?? "";
  const drag = useDrag({
    icon: "database",
    title: name,
    onDrop: (at) => {
      if (entry) addDataStep(parts, "Data", { title: name, settings: { datastore: store, path: entry.path.replace(/\/$/, "") }, at });
    },
  });
  const isFile = entry !== null && !entry.is_folder;
  const add = () => {
    const at = parts.canvas.current?.middle().document ?? { x: 0, y: 0 };
    if (entry) addDataStep(parts, "Data", { title: name, settings: { datastore: store, path: entry.path }, at });
  };
  const Icon = entry === null ? IconCornerLeftUp : isFile ? IconFile : IconFolder;
  return (
    <UnstyledButton
      className={classes.paletteEntry}
      disabled={isFile && parts.readOnly}
      aria-label={name}
      aria-description={isFile ? t("data.file") : entry ? t("data.folder") : undefined}
      title={entry?.path}
      onClick={(event) => {
        if (!isFile) onOpen();
        // A click of the mouse only begins a drag; the keyboard adds.
        else if (event.detail === 0) add();
      }}
      onDoubleClick={isFile ? add : undefined}
      {...(entry ? drag.handlers : {})}
    >
      <Icon size={17} stroke={1.6} aria-hidden />
      <span className={classes.dataName}>{name}</span>
      {isFile && <small>{formatBytes(entry.size)}</small>}
      {drag.ghost}
    </UnstyledButton>
  );
}
