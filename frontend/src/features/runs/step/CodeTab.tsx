import { UnstyledButton } from "@mantine/core";
import { IconCode } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { blobQueries } from "@/api/blobs";
import { useWorkspace } from "@/api/workspace";
import { findNode, type PipelineDocument, type Source } from "@/graph/document";
import { BlockSkeleton, EmptyState, ErrorState } from "@/ui/States";
import type { TabProps } from "./StepPanel";
import classes from "./StepPanel.module.css";

const CodeView = lazy(() => import("./CodeView"));

/** The files the step ran with, exactly as they were frozen at submit. */
export function CodeTab({ run, step }: TabProps) {
  const { t } = useTranslation("run");
  const document = run.document as unknown as PipelineDocument;
  const node = findNode(document, step.node_id);
  const source: Source = Object.keys(step.files).length > 0 ? step.files : (node?.source ?? {});
  const paths = Object.keys(source).sort();
  // A component's script is called as the component.
  const scripts = [node?.settings.script_name, `${step.kind}.py`];
  const [chosen, setChosen] = useState<string | null>(null);
  const path = chosen ?? paths.find((name) => scripts.includes(name)) ?? paths.find((name) => name.endsWith(".py")) ?? paths[0];
  const file = path === undefined ? undefined : source[path];
  if (path === undefined || !file) {
    return (
      <EmptyState icon={IconCode} title={t("code.none")}>
        {t("code.noneText")}
      </EmptyState>
    );
  }
  return (
    <div className={classes.code}>
      {paths.length > 1 && (
        <nav aria-label={t("code.files")} className={classes.codeFiles}>
          {paths.map((name) => (
            <UnstyledButton key={name} className={classes.codeFile} aria-current={name === path || undefined} onClick={() => { setChosen(name); }}>
              {name}
            </UnstyledButton>
          ))}
        </nav>
      )}
      <FileText key={file.sha256} path={path} sha256={file.sha256} />
    </div>
  );
}

function FileText({ path, sha256 }: { path: string; sha256: string }) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace().id;
  const text = useQuery(blobQueries.text(workspace, sha256));
  if (text.isError) return <ErrorState title={t("code.failed")} error={text.error} onRetry={() => void text.refetch()} />;
  if (text.data === undefined) return <BlockSkeleton lines={10} />;
  return (
    <Suspense fallback={<BlockSkeleton lines={10} />}>
      <CodeView text={text.data} path={path} label={t("code.label", { path })} />
    </Suspense>
  );
}
