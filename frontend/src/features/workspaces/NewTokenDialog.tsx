import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/errors";
import { useWholeList } from "../../api/lists";
import { publishedQueries } from "../../api/published";
import { type Token, useCreateToken } from "../../api/tokens";
import { useWorkspace } from "../../api/workspace";
import { showFailed } from "../../ui/toast";
import { Secret } from "./Secret";
import classes from "./Settings.module.css";

const scopes: Token["scope"][] = ["endpoint", "run", "read", "manage"];
const lifetimes = ["7", "30", "90", "365", "never"];

export function NewTokenDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  return (
    <Modal opened={isOpen} onClose={onClose} title={t("tokens.dialog.title")} size={480} closeOnClickOutside={false}>
      {isOpen && <TokenForm onClose={onClose} />}
    </Modal>
  );
}

function TokenForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("workspaces");
  const workspace = useWorkspace().id;
  const create = useCreateToken(workspace);
  const published = useWholeList(publishedQueries.list(workspace, { status: "all" }));
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Token["scope"]>("endpoint");
  const [endpoint, setEndpoint] = useState<string | null>(null);
  const [lifetime, setLifetime] = useState("90");
  const refusal = create.error instanceof ApiError ? create.error : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      {
        name: name.trim(),
        scope,
        published_id: scope === "endpoint" ? (endpoint ?? undefined) : undefined,
        expires_in_days: lifetime === "never" ? undefined : Number(lifetime),
      },
      {
        onError: (error) => {
          // What concerns a field stands beside it.
          if (!(error instanceof ApiError && error.problems.some(({ attr }) => attr))) showFailed(t("tokens.dialog.failed"), error);
        },
      },
    );
  };

  if (create.data) {
    return (
      <Stack gap="md">
        <Secret text={create.data.token} label={t("tokens.dialog.secret")} warning={t("tokens.dialog.once")} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("tokens.dialog.done")}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t("tokens.dialog.name")} description={t("tokens.dialog.nameHint")} placeholder="ci-service" required maxLength={100}
        data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={refusal?.fieldError("name")}
      />
      <Select
        label={t("tokens.dialog.scope")} description={t(`tokens.scopeText.${scope}`)} allowDeselect={false} value={scope}
        onChange={(value) => setScope(value as Token["scope"])} error={refusal?.fieldError("scope")}
        data={scopes.map((value) => ({ value, label: t(`tokens.scope.${value}`) }))}
      />
      {scope === "endpoint" && (
        <Select
          label={t("tokens.dialog.endpoint")} required searchable value={endpoint} onChange={setEndpoint}
          nothingFoundMessage={t("tokens.dialog.noEndpoints")} error={refusal?.fieldError("published_id")}
          data={published?.map(({ id, name: label, version }) => ({ value: id, label: `${label} ${version}` })) ?? []}
        />
      )}
      <Select
        label={t("tokens.dialog.expires")} allowDeselect={false} value={lifetime} onChange={(value) => setLifetime(value ?? "90")}
        data={lifetimes.map((value) => ({ value, label: t(`tokens.lifetime.${value}`) }))} error={refusal?.fieldError("expires_in_days")}
      />
      <Group justify="flex-end" mt="xs">
        <Button variant="default" onClick={onClose}>
          {t("ui:cancel")}
        </Button>
        <Button type="submit" loading={create.isPending} disabled={!name.trim() || (scope === "endpoint" && !endpoint)}>
          {t("tokens.dialog.make")}
        </Button>
      </Group>
    </form>
  );
}
