import { Anchor, Text, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type DraftRow, useRenameDraft } from "../../api/drafts";
import { routes } from "../../api/routes";
import { useWorkspace } from "../../api/workspace";
import { type Column, DataTable } from "../../ui/DataTable";
import { InlineEdit } from "../../ui/InlineEdit";
import { StatusBadge } from "../../ui/StatusBadge";
import { RelativeTime } from "../../ui/Time";
import { showFailed } from "../../ui/toast";
import { DraftMenu } from "./DraftMenu";

interface DraftsTableProps {
  drafts: DraftRow[];
  canEdit: boolean;
}

export function DraftsTable({ drafts, canEdit }: DraftsTableProps) {
  const { t } = useTranslation("pipelines");
  const navigate = useNavigate();
  const workspace = useWorkspace();
  const rename = useRenameDraft(workspace.id);
  const [renaming, setRenaming] = useState<string | null>(null);
  const saveName = (id: string, name: string) =>
    rename.mutate({ id, name }, { onError: (error) => showFailed(t("renameFailed"), error) });

  const columns: Column<DraftRow>[] = [
    {
      id: "name",
      header: t("column.name"),
      width: "40%",
      cell: (draft) =>
        renaming === draft.id ? (
          <InlineEdit
            value={draft.name}
            label={t("renameLabel", { name: draft.name })}
            onSave={(name) => saveName(draft.id, name)}
            onClose={() => setRenaming(null)}
          />
        ) : (
          <>
            <Anchor
              component={Link}
              to={routes.draft(workspace.name, draft.id)}
              c="var(--st-ink)"
              fw={600}
              onKeyDown={(event) => {
                if (event.key === "F2" && canEdit) setRenaming(draft.id);
              }}
            >
              {draft.name}
            </Anchor>
            {draft.description && (
              <Text fz="xs" c="var(--st-ink-2)" truncate>
                {draft.description}
              </Text>
            )}
          </>
        ),
    },
    { id: "steps", header: t("column.steps"), width: 90, align: "end", cell: (draft) => draft.step_count },
    { id: "revision", header: t("column.revision"), width: 100, align: "end", cell: (draft) => draft.revision },
    { id: "run", header: t("column.lastRun"), width: 230, cell: (draft) => <LastRun draft={draft} /> },
    {
      id: "updated",
      header: t("column.updated"),
      width: 190,
      cell: (draft) => (
        <>
          <RelativeTime at={draft.updated_at} />
          {draft.updated_by && (
            <Text fz="xs" c="var(--st-ink-2)" truncate>
              {t("by", { name: draft.updated_by.display_name })}
            </Text>
          )}
        </>
      ),
    },
    {
      id: "menu",
      header: <VisuallyHidden>{t("ui:actions")}</VisuallyHidden>,
      width: 60,
      align: "end",
      cell: (draft) => canEdit && <DraftMenu draft={draft} onRename={() => setRenaming(draft.id)} />,
    },
  ];

  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={drafts}
      rowKey={(draft) => draft.id}
      onRowClick={(draft) => void navigate(routes.draft(workspace.name, draft.id))}
    />
  );
}

function LastRun({ draft: { last_run: run } }: { draft: DraftRow }) {
  const { t } = useTranslation("pipelines");
  const workspace = useWorkspace();
  if (!run) return <Text c="var(--st-ink-3)">{t("neverRun")}</Text>;
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 8 }}>
      <StatusBadge status={run.state} />
      <Anchor component={Link} to={routes.run(workspace.name, run.id)} fz="sm">
        {t("run", { number: run.number })}
      </Anchor>
    </span>
  );
}
