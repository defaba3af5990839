/** The page of one draft: fetches it with the catalog, then hands both to the editor. */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { catalogQueries } from "@/api/catalog";
import { draftQueries, type Draft } from "@/api/drafts";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import type { Kinds, StepKind } from "@/graph/kinds";
import { Frame } from "@/ui/Frame";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { EditorContext } from "./context";
import { Editor } from "./Editor";
import { makeParts } from "./parts";
import { useEditorLife } from "./useEditorLife";
import classes from "./editor.module.css";

export default function EditorPage() {
  const { draft: id = "" } = useParams();
  return <DraftGate key={id} id={id} />;
}

function DraftGate({ id }: { id: string }) {
  const { t } = useTranslation("editor");
  const workspace = useWorkspace();
  // The router asked for it afresh. The first answer is what the editor starts from; it holds the drawing from there.
  const draft = useQuery(draftQueries.detail(workspace.id, id));
  const catalog = useQuery(catalogQueries.all(workspace.id));
  const failed = draft.error ?? catalog.error;
  if (draft.data && catalog.data) return <Opened first={draft.data} catalog={catalog.data.kinds} />;
  if (failed && !draft.isFetching && !catalog.isFetching) {
    return (
      <ErrorState
        error={failed}
        title={t("openFailed")}
        onRetry={() => {
          if (draft.error) void draft.refetch();
          if (catalog.error) void catalog.refetch();
        }}
        actions={<Link to={routes.designer(workspace.name)}>{t("toDrafts")}</Link>}
      />
    );
  }
  return <Opening />;
}

function Opened({ first, catalog }: { first: Draft; catalog: readonly StepKind[] }) {
  const workspace = useWorkspace();
  const [params] = useSearchParams();
  const [parts] = useState(() => {
    const kinds: Kinds = Object.fromEntries(catalog.map((kind) => [kind.name, kind]));
    return makeParts({ workspace, draft: first, kinds, selected: params.get("node") });
  });
  useEditorLife(parts);
  return (
    <EditorContext value={parts}>
      <Editor />
    </EditorContext>
  );
}

function Opening() {
  const cards = [0, 1, 2].map((row) => <Skeleton key={row} width={236} height={62} radius={6} />);
  return (
    <Frame name="designer" left={<BlockSkeleton lines={12} />} right={<BlockSkeleton lines={6} />}>
      <div className={classes.opening}>{cards}</div>
    </Frame>
  );
}
