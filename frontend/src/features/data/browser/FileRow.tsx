import { Checkbox } from "@mantine/core";
import type { CSSProperties, MouseEvent } from "react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { StoredEntry } from "@/api/storage";
import { formatBytes } from "@/ui/format";
import { RelativeTime } from "@/ui/Time";
import classes from "./browser.module.css";
import { EntryIcon } from "./EntryIcon";
import { nameOf } from "./paths";
import type { Way } from "./selection";

interface FileRowProps {
  id: string;
  entry: StoredEntry;
  /** Counted from 1, the header being the first. */
  row: number;
  isChosen: boolean;
  hasCursor: boolean;
  style: CSSProperties;
  /** The address of a folder. */
  to: string | null;
  onChoose: (path: string, way: Way) => void;
  onOpen: (entry: StoredEntry) => void;
}

/** One file or folder. The list has the focus and the keys; everything in here is for the pointer. */
export const FileRow = memo(function FileRow({ id, entry, row, isChosen, hasCursor, style, to, onChoose, onOpen }: FileRowProps) {
  const { t } = useTranslation("data");
  const name = nameOf(entry.path);
  const onClick = (event: MouseEvent) => {
    onChoose(entry.path, event.shiftKey ? "range" : event.ctrlKey || event.metaKey ? "toggle" : "one");
  };
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={row}
      aria-selected={isChosen}
      className={classes.row}
      data-cursor={hasCursor || undefined}
      style={style}
      onClick={onClick}
      onDoubleClick={() => onOpen(entry)}
    >
      <span role="gridcell" className={classes.check}>
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={t("browser.select", { name })}
          checked={isChosen}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onChoose(entry.path, "toggle")}
        />
      </span>
      <span role="gridcell" className={classes.name}>
        <EntryIcon entry={entry} />
        {to ? (
          <Link to={to} tabIndex={-1} className={classes.link} title={name} draggable={false}>
            {name}
          </Link>
        ) : (
          <span title={name}>{name}</span>
        )}
      </span>
      <span role="gridcell" className={classes.size}>
        {entry.is_folder ? "" : formatBytes(entry.size)}
      </span>
      <span role="gridcell" className={classes.modified}>
        {!entry.is_folder && <RelativeTime at={entry.modified} />}
      </span>
    </div>
  );
});
