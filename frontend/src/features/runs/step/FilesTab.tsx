import { ActionIcon, Anchor, UnstyledButton } from "@mantine/core";
import { IconDownload, IconFile, IconFileText, IconFolder, IconPhoto } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { artifactQueries } from "@/api/artifacts";
import { files } from "@/api/routes";
import { stepQueries, type Artifact } from "@/api/steps";
import { useWorkspace } from "@/api/workspace";
import { formatBytes } from "@/ui/format";
import { BlockSkeleton, EmptyState, ErrorState, TableSkeleton } from "@/ui/States";
import preview from "@/ui/preview/Preview.module.css";
import type { TabProps } from "./StepPanel";
import classes from "./StepPanel.module.css";

/** What the step left in `./outputs`: to download, pictures and text to look at here. */
export function FilesTab({ run, step }: TabProps) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace().id;
  const artifacts = useQuery(stepQueries.artifacts(workspace, run.id, step.id));
  const [chosen, setChosen] = useState<string | null>(null);
  if (artifacts.isError && !artifacts.data) {
    return <ErrorState title={t("files.failed")} error={artifacts.error} onRetry={() => void artifacts.refetch()} />;
  }
  if (!artifacts.data) return <TableSkeleton rows={4} height={36} />;
  if (artifacts.data.length === 0) {
    return (
      <EmptyState icon={IconFolder} title={t("files.none")}>
        {t("files.noneText")} <code>./outputs</code>
      </EmptyState>
    );
  }
  const address = (path: string, inline: boolean) => files.artifact(workspace, run.id, step.id, path, inline);
  return (
    <div className={classes.scroll}>
      <ul className={classes.files} aria-label={t("files.label")}>
        {artifacts.data.map((artifact) => {
          const isOpen = chosen === artifact.path;
          const how = shownAs(artifact);
          return (
            <li key={artifact.path}>
              <div className={classes.itemHead}>
                <UnstyledButton className={classes.itemName} disabled={!how} aria-expanded={how ? isOpen : undefined} onClick={() => { setChosen(isOpen ? null : artifact.path); }}>
                  <FileIcon how={how} /> {artifact.path}
                </UnstyledButton>
                <span className={classes.quiet}>{formatBytes(artifact.size)}</span>
                <ActionIcon component="a" href={address(artifact.path, false)} download aria-label={t("files.download", { name: artifact.path })}>
                  <IconDownload size={16} aria-hidden />
                </ActionIcon>
              </div>
              {isOpen && how === "image" && <img src={address(artifact.path, true)} alt={artifact.path} className={preview.picture} />}
              {isOpen && how === "text" && <TextFile run={run.id} step={step.id} path={artifact.path} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function FileIcon({ how }: { how: "image" | "text" | null }) {
  const Icon = how === "image" ? IconPhoto : how === "text" ? IconFileText : IconFile;
  return <Icon size={16} stroke={1.7} aria-hidden />;
}

function TextFile({ run, step, path }: { run: string; step: string; path: string }) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace().id;
  const head = useQuery(artifactQueries.text(workspace, run, step, path));
  if (head.isError) return <ErrorState title={t("files.failed")} error={head.error} onRetry={() => void head.refetch()} />;
  if (!head.data) return <BlockSkeleton lines={3} />;
  return (
    <>
      <pre className={preview.text} tabIndex={0}>{head.data.text}</pre>
      {!head.data.isWhole && (
        <p className={preview.caption}>
          {t("ui:preview.truncated")} <Anchor href={files.artifact(workspace, run, step, path)} download fz="inherit">{t("ui:preview.download")}</Anchor>
        </p>
      )}
    </>
  );
}

const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** The server gives these and no others to look at; all else is a download. */
export function shownAs({ content_type }: Pick<Artifact, "content_type">): "image" | "text" | null {
  const type = content_type.split(";")[0]?.trim() ?? "";
  if (PICTURES.has(type)) return "image";
  return type === "text/plain" ? "text" : null;
}
