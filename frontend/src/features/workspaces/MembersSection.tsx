import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../api/workspace";
import { workspaceQueries } from "../../api/workspaces";
import { Page } from "../../ui/Page";
import { ErrorState, TableSkeleton } from "../../ui/States";
import { InviteDialog } from "./InviteDialog";
import { MembersTable } from "./MembersTable";

export function MembersSection() {
  const { t } = useTranslation("workspaces");
  const workspace = useWorkspace();
  const isOwner = workspace.role === "owner";
  const { data, error, refetch } = useQuery(workspaceQueries.members(workspace.id));
  const [isInviting, setIsInviting] = useState(false);
  return (
    <Page
      title={t("members.title")}
      subtitle={t("members.subtitle", { name: workspace.name })}
      actions={
        isOwner && (
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => setIsInviting(true)}>
            {t("members.add")}
          </Button>
        )
      }
    >
      {data && <MembersTable members={data} isOwner={isOwner} />}
      {!data && !error && <TableSkeleton rows={3} />}
      {!data && error && <ErrorState title={t("members.failed")} error={error} onRetry={() => void refetch()} />}
      <InviteDialog isOpen={isInviting} onClose={() => setIsInviting(false)} />
    </Page>
  );
}
