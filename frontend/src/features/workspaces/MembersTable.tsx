import { Button, Select, Text, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../../api/session";
import { useWorkspace } from "../../api/workspace";
import { type Member, type Role, useAddMember, useRemoveMember, useSetRole } from "../../api/workspaces";
import { type Column, DataTable } from "../../ui/DataTable";
import { RelativeTime } from "../../ui/Time";
import { showDone, showFailed, showUndo } from "../../ui/toast";

export const roles: Role[] = ["owner", "contributor", "reader"];

export function MembersTable({ members, isOwner }: { members: Member[]; isOwner: boolean }) {
  const { t } = useTranslation("workspaces");
  const { data: session } = useQuery(sessionQuery);
  const columns: Column<Member>[] = [
    {
      id: "name",
      header: t("members.column.name"),
      cell: ({ user }) => (
        <>
          <Text fw={600}>
            {user.display_name || user.username}
            {user.id === session?.user.id && (
              <Text span c="var(--st-ink-3)" fw={400}>
                {" "}
                {t("members.you")}
              </Text>
            )}
          </Text>
          <Text fz="xs" c="var(--st-ink-2)">
            {user.username}
          </Text>
        </>
      ),
    },
    { id: "since", header: t("members.column.since"), width: 180, cell: ({ created_at }) => <RelativeTime at={created_at} /> },
    { id: "role", header: t("members.column.role"), width: 220, cell: (member) => <RoleOf member={member} isOwner={isOwner} /> },
    { id: "remove", header: <VisuallyHidden>{t("ui:actions")}</VisuallyHidden>, width: 120, align: "end", cell: (member) => isOwner && <Remove member={member} /> },
  ];
  return <DataTable label={t("members.title")} columns={columns} rows={members} rowKey={({ id }) => id} />;
}

function RoleOf({ member, isOwner }: { member: Member; isOwner: boolean }) {
  const { t } = useTranslation("workspaces");
  const setRole = useSetRole(useWorkspace().id);
  const name = member.user.display_name || member.user.username;
  if (!isOwner) return <>{t(`app:role.${member.role}`)}</>;
  return (
    <Select
      aria-label={t("members.roleLabel", { name })}
      allowDeselect={false}
      disabled={setRole.isPending}
      value={member.role}
      data={roles.map((role) => ({ value: role, label: t(`app:role.${role}`) }))}
      onChange={(role) =>
        setRole.mutate(
          { id: member.id, role: role as Role },
          {
            onSuccess: () => showDone(t("members.roleSet", { name, role: t(`app:role.${role}`) })),
            onError: (error) => showFailed(t("members.roleFailed", { name }), error),
          },
        )
      }
    />
  );
}

function Remove({ member: { id, role, user } }: { member: Member }) {
  const { t } = useTranslation("workspaces");
  const workspace = useWorkspace().id;
  const remove = useRemoveMember(workspace);
  const add = useAddMember(workspace);
  const name = user.display_name || user.username;
  const bringBack = () =>
    add.mutate(
      { username: user.username, display_name: user.display_name, role },
      { onError: (error) => showFailed(t("members.addFailed"), error) },
    );
  return (
    <Button
      size="xs"
      variant="subtle"
      color="red"
      aria-label={t("members.removeLabel", { name })}
      loading={remove.isPending}
      onClick={() =>
        remove.mutate(id, {
          onSuccess: () => showUndo(t("members.removed", { name }), t("ui:undo"), bringBack),
          onError: (error) => showFailed(t("members.removeFailed", { name }), error),
        })
      }
    >
      {t("members.remove")}
    </Button>
  );
}
