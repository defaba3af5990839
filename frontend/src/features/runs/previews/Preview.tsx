/** A look into an output of a step. */
import { Anchor, Breadcrumbs } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { files } from "@/api/routes";
import { stepQueries } from "@/api/steps";
import { useWorkspace } from "@/api/workspace";
import classes from "@/ui/preview/Preview.module.css";
import { PreviewView } from "@/ui/preview/PreviewView";
import { BlockSkeleton, ErrorState } from "@/ui/States";

interface PreviewProps {
  run: string;
  step: string;
  output: string;
}

export function OutputPreview({ run, step, output }: PreviewProps) {
  const { t } = useTranslation("ui");
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
      {preview.data && <PreviewView preview={preview.data} name={path || output} onOpen={setPath} />}
      {preview.data && preview.data.kind !== "folder" && (
        <Anchor href={download} download fz="sm" className={classes.download}>
          <IconDownload size={15} aria-hidden /> {t("preview.download")}
        </Anchor>
      )}
    </div>
  );
}
