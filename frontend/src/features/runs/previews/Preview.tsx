/** A look into an output: the first rows of a table, a picture, text, what a folder holds. */
import { Anchor, Breadcrumbs } from "@mantine/core";
import { IconDownload, IconFile } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { files } from "@/api/routes";
import { type Preview as PreviewAnswer, stepQueries } from "@/api/steps";
import { useWorkspace } from "@/api/workspace";
import { formatBytes, formatCount } from "@/ui/format";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { DataGrid } from "./DataGrid";
import classes from "./Preview.module.css";

interface PreviewProps {
  run: string;
  step: string;
  output: string;
}

export function OutputPreview({ run, step, output }: PreviewProps) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace().id;
  const [path, setPath] = useState("");
  const preview = useQuery(stepQueries.preview(workspace, run, step, output, path));
  const download = files.output(workspace, run, step, output, path || undefined);
  return (
    <div className={classes.preview}>
      {path !== "" && (
        <Breadcrumbs fz="sm" mb={8}>
          <Anchor component="button" type="button" fz="sm" onClick={() => { setPath(""); }}>
            {output}
          </Anchor>
          <span>{path}</span>
        </Breadcrumbs>
      )}
      {preview.isError && !preview.data && (
        <ErrorState title={t("preview.failed")} error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {!preview.data && !preview.isError && <BlockSkeleton lines={4} />}
      {preview.data && <Shown preview={preview.data} name={path || output} open={setPath} />}
      {preview.data && preview.data.kind !== "folder" && (
        <Anchor href={download} download fz="sm" className={classes.download}>
          <IconDownload size={15} aria-hidden /> {t("preview.download")}
        </Anchor>
      )}
    </div>
  );
}

function Shown({ preview, name, open }: { preview: PreviewAnswer; name: string; open(path: string): void }) {
  const { t } = useTranslation("run");
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
          <DataGrid columns={preview.columns} rows={preview.rows} label={t("preview.tableOf", { name })} height={360} />
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
          <FolderListing entries={preview.files} open={open} />
          {preview.truncated && <p className={classes.caption}>{t("preview.moreFiles")}</p>}
        </>
      );
    case "binary":
      return <p className={classes.caption}>{t("preview.binary", { size: formatBytes(preview.size) })}</p>;
  }
}

function FolderListing({ entries, open }: { entries: readonly { path: string; size: number }[]; open(path: string): void }) {
  const { t } = useTranslation("run");
  if (entries.length === 0) return <p className={classes.caption}>{t("preview.emptyFolder")}</p>;
  return (
    <ul className={classes.listing} aria-label={t("preview.folder")}>
      {entries.map(({ path, size }) => (
        <li key={path}>
          <IconFile size={15} aria-hidden />
          <Anchor component="button" type="button" fz="sm" truncate onClick={() => { open(path); }}>
            {path}
          </Anchor>
          <span>{formatBytes(size)}</span>
        </li>
      ))}
    </ul>
  );
}
