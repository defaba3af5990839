/** One file, fetched and handed to the code editor; what is no text is only named. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { blobQueries } from "@/api/blobs";
import type { GraphNode } from "@/graph/document";
import { setSourceFile } from "@/graph/edit";
import { formatBytes } from "@/ui/format";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { useParts } from "../context";
import { CodeEditor } from "./CodeEditor";
import classes from "../editor.module.css";

const EDITABLE = 1024 * 1024;

export function FileEditor({ node, path }: { node: GraphNode; path: string }) {
  const { t } = useTranslation("editor");
  const { store, blobs, workspace, readOnly } = useParts();
  const file = node.source?.[path];
  const sha256 = file?.sha256 ?? "";
  const fetched = blobQueries.text(workspace.id, sha256);
  const { data, error, refetch } = useQuery({
    ...fetched,
    queryFn: async (context) => {
      const held = await blobs.held(sha256);
      return held ? held.text() : (fetched.queryFn as (given: typeof context) => Promise<string>)(context);
    },
    enabled: file !== undefined && file.size <= EDITABLE,
    // While another version of the same file is fetched (after an undo), the last one stays in sight.
    placeholderData: (previous) => previous,
  });

  if (file && file.size > EDITABLE) return <p className={classes.fileNote}>{t("files.large", { size: formatBytes(file.size) })}</p>;
  if (error) return <ErrorState error={error} title={t("files.failed")} onRetry={() => void refetch()} />;
  if (data === undefined) return <BlockSkeleton lines={8} />;
  if (data.includes("\0")) return <p className={classes.fileNote}>{t("files.binary", { size: formatBytes(file?.size ?? 0) })}</p>;

  const save = async (text: string): Promise<void> => {
    const kept = await blobs.keep(text);
    store.getState().edit((document) => setSourceFile(document, node.id, path, kept), { label: `file ${node.id} ${path}` });
  };
  return (
    <CodeEditor text={data} path={path} label={t("files.content", { path })} readOnly={readOnly} onChange={(text) => void save(text)} />
  );
}
