import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/errors";
import { useWorkspace } from "../../api/workspace";
import { type Role, useAddMember } from "../../api/workspaces";
import { showDone, showFailed } from "../../ui/toast";
import { roles } from "./MembersTable";
import { Secret } from "./Secret";
import classes from "./Settings.module.css";

export function InviteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  return (
    <Modal opened={isOpen} onClose={onClose} title={t("members.dialog.title")} size={480} closeOnClickOutside={false}>
      {isOpen && <InviteForm onClose={onClose} />}
    </Modal>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  const add = useAddMember(useWorkspace().id);
  const [username, setUsername] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [role, setRole] = useState<Role>("contributor");
  const refusal = add.error instanceof ApiError ? add.error : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { username: username.trim(), display_name: displayName.trim(), role },
      {
        onSuccess: (member) => {
          if (member.sign_in_link) return;
          showDone(t("members.added", { name: member.user.display_name || member.user.username }));
          onClose();
        },
        onError: (error) => {
          if (!(error instanceof ApiError && error.problems.some(({ attr }) => attr))) showFailed(t("members.addFailed"), error);
        },
      },
    );
  };

  if (add.data?.sign_in_link) {
    return (
      <Stack gap="md">
        <Secret text={add.data.sign_in_link} label={t("members.dialog.link")} warning={t("members.dialog.once")} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("tokens.dialog.done")}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t("members.dialog.username")} description={t("members.dialog.usernameHint")} required maxLength={150} data-autofocus
        value={username} onChange={(event) => setUsername(event.currentTarget.value)} error={refusal?.fieldError("username")}
      />
      <TextInput
        label={t("members.dialog.displayName")} maxLength={150} value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)} error={refusal?.fieldError("display_name")}
      />
      <Select
        label={t("members.dialog.role")} description={t(`members.roleText.${role}`)} allowDeselect={false} value={role}
        onChange={(value) => setRole(value as Role)} data={roles.map((value) => ({ value, label: t(`app:role.${value}`) }))}
      />
      <Group justify="flex-end" mt="xs">
        <Button variant="default" onClick={onClose}>
          {t("ui:cancel")}
        </Button>
        <Button type="submit" loading={add.isPending} disabled={!username.trim()}>
          {t("members.dialog.add")}
        </Button>
      </Group>
    </form>
  );
}
