/** A look into stored data: the first rows of a table, a picture, text, what a folder holds. Nothing of it is executed. */
import { Anchor } from "@mantine/core";
import { IconFile } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatBytes, formatCount } from "../format";
import { DataGrid } from "./DataGrid";
import classes from "./Preview.module.css";

export type PreviewContent =
  | {
      kind: "table";
      columns: readonly { name: string; type: string }[];
      rows: readonly (readonly unknown[])[];
      /** `null` when counting them would mean reading all of it. */
      total_rows: number | null;
    }
  | { kind: "image"; url: string }
  | { kind: "text"; text: string; truncated: boolean }
  | { kind: "folder"; files: readonly { path: string; size: number }[]; truncated: boolean }
  | { kind: "binary"; size: number };

interface PreviewViewProps {
  preview: PreviewContent;
  /** What is looked at, in words. */
  name: string;
  /** Look into a file of a folder. */
  onOpen?: (path: string) => void;
  /** Height of a table, in pixels. */
  height?: number;
}

export function PreviewView({ preview, name, onOpen, height = 360 }: PreviewViewProps) {
  const { t } = useTranslation("ui");
  switch (preview.kind) {
    case "table":
      return (
        <>
          <p className={classes.caption}>
            {t(preview.total_rows === null ? "preview.someRows" : "preview.rows", {
              shown: formatCount(preview.rows.length),
              total: formatCount(preview.total_rows ?? 0),
              columns: preview.columns.length,
            })}
          </p>
          <DataGrid columns={preview.columns} rows={preview.rows} label={t("preview.tableOf", { name })} height={height} />
        </>
      );
    case "image":
      return <img src={preview.url} alt={name} className={classes.picture} />;
    case "text":
      return (
        <>
          <pre className={classes.text} tabIndex={0}>{preview.text}</pre>
          {preview.truncated && <p className={classes.caption}>{t("preview.truncated")}</p>}
        </>
      );
    case "folder":
      return (
        <>
          <FolderListing entries={preview.files} onOpen={onOpen} />
          {preview.truncated && <p className={classes.caption}>{t("preview.moreFiles")}</p>}
        </>
      );
    case "binary":
      return <p className={classes.caption}>{t("preview.binary", { size: formatBytes(preview.size) })}</p>;
  }
}

interface FolderListingProps {
  entries: readonly { path: string; size: number }[];
  onOpen: ((path: string) => void) | undefined;
}

function FolderListing({ entries, onOpen }: FolderListingProps) {
  const { t } = useTranslation("ui");
  if (entries.length === 0) return <p className={classes.caption}>{t("preview.emptyFolder")}</p>;
  return (
    <ul className={classes.listing} aria-label={t("preview.folder")}>
      {entries.map(({ path, size }) => (
        <li key={path}>
          <IconFile size={15} aria-hidden />
          {onOpen ? (
            <Anchor component="button" type="button" fz="sm" truncate onClick={() => onOpen(path)}>
              {path}
            </Anchor>
          ) : (
            path
          )}
          <span>{formatBytes(size)}</span>
        </li>
      ))}
    </ul>
  );
}
