import { Alert, Button, Select, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { datastoreQueries } from "@/api/datastores";
import { ApiError } from "@/api/errors";
import { useRegisterModel } from "@/api/models";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { SidePanel } from "@/ui/SidePanel";
import { showDone } from "@/ui/toast";

/** Registers files of a datastore as a model, or as the next version of one. */
export function RegisterModelPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("assets");
  const navigate = useNavigate();
  const { id: workspace, name: ws } = useWorkspace();
  const { data: stores = [] } = useQuery(datastoreQueries.list(workspace));
  const register = useRegisterModel(workspace);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [path, setPath] = useState("");
  const [description, setDescription] = useState("");
  const datastore = chosen ?? stores.find(({ is_default }) => is_default)?.name ?? "";
  const refusal = register.error instanceof ApiError ? register.error : undefined;
  const submit = () =>
    register.mutate(
      { name: name.trim(), path: { datastore, path: path.trim().replace(/^\/+/, "") }, description: description.trim() },
      {
        onSuccess: (model) => {
          showDone(t("models.registered", { name: model.name, version: model.version }));
          void navigate(routes.model(ws, model.name));
        },
      },
    );
  return (
    <SidePanel
      title={t("models.registerTitle")}
      about={t("models.registerAbout")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t("ui:cancel")}
          </Button>
          <Button type="submit" loading={register.isPending} disabled={!name.trim() || !path.trim() || !datastore}>
            {t("datasets.registerAction")}
          </Button>
        </>
      }
    >
      <TextInput
        label={t("form.name")} description={t("models.nameHint")} required autoFocus value={name} maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)} error={refusal?.fieldError("name")}
      />
      <Select
        label={t("form.datastore")} required allowDeselect={false} value={datastore || null} onChange={setChosen}
        data={stores.map((store) => store.name)}
      />
      <TextInput
        label={t("form.path")} description={t("models.pathHint")} required value={path}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12.5 } }}
        onChange={(event) => setPath(event.currentTarget.value)} error={refusal?.fieldError("path")}
      />
      <Textarea
        label={t("form.description")} autosize minRows={2} value={description}
        onChange={(event) => setDescription(event.currentTarget.value)} error={refusal?.fieldError("description")}
      />
      {register.error && (
        <Alert role="alert" color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title={t("models.registerFailed")}>
          {register.error.message}
        </Alert>
      )}
    </SidePanel>
  );
}
