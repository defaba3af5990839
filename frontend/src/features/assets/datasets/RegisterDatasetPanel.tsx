import { Alert, Button, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconVersions } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type DatasetKind, useAddDatasetVersion, useRegisterDataset } from "@/api/datasets";
import { datastoreQueries } from "@/api/datastores";
import { ApiError } from "@/api/errors";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { SidePanel } from "@/ui/SidePanel";
import { showDone } from "@/ui/toast";
import { kindOf, nameFor, pathsOf } from "./newDataset";

interface RegisterDatasetPanelProps {
  /** As the file browser hands them over; empty when the form is opened by itself. */
  datastore: string;
  paths: readonly string[];
  onClose: () => void;
}

/** Gives a name to paths on a datastore. A name that is there already gets its next version. */
export function RegisterDatasetPanel({ datastore: fromStore, paths: fromPaths, onClose }: RegisterDatasetPanelProps) {
  const { t } = useTranslation("assets");
  const navigate = useNavigate();
  const { id: workspace, name: ws } = useWorkspace();
  const { data: stores = [] } = useQuery(datastoreQueries.list(workspace));
  const register = useRegisterDataset(workspace);
  const [name, setName] = useState(() => nameFor(fromPaths));
  const [kind, setKind] = useState<DatasetKind>(() => kindOf(fromPaths));
  const [chosen, setChosen] = useState<string | null>(fromStore || null);
  const [text, setText] = useState(fromPaths.join("\n"));
  const [description, setDescription] = useState("");
  const datastore = chosen ?? stores.find(({ is_default }) => is_default)?.name ?? "";
  const paths = pathsOf(text);
  const refusal = register.error instanceof ApiError ? register.error : undefined;
  const addVersion = useAddDatasetVersion(workspace, name.trim());
  const error = addVersion.error ?? register.error;
  const isTaken = refusal?.code === "name_taken" && !addVersion.error;
  const version = { description: description.trim(), paths: paths.map((path) => ({ datastore, path })) };
  const onSuccess = (made: { version: number }) => {
    showDone(t("datasets.registered", { name: name.trim(), version: made.version }));
    void navigate(routes.dataset(ws, name.trim()));
  };
  const submit = () => register.mutate({ name: name.trim(), kind, ...version }, { onSuccess });
  return (
    <SidePanel
      title={t("datasets.registerTitle")}
      about={t("datasets.registerAbout")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t("ui:cancel")}
          </Button>
          <Button type="submit" loading={register.isPending} disabled={!name.trim() || paths.length === 0 || !datastore}>
            {t("datasets.registerAction")}
          </Button>
        </>
      }
    >
      <TextInput
        label={t("form.name")} description={t("datasets.nameHint")} required autoFocus value={name} maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)} error={isTaken ? undefined : refusal?.fieldError("name")}
      />
      <div>
        <SegmentedControl
          fullWidth aria-label={t("column.kind")} value={kind} onChange={(value) => setKind(value as DatasetKind)}
          data={[{ value: "file", label: t("kind.file") }, { value: "tabular", label: t("kind.tabular") }]}
        />
        <p style={{ margin: "6px 0 0", fontSize: 12.5, color: "var(--st-ink-2)" }}>{t(`kindText.${kind}`)}</p>
      </div>
      <Select
        label={t("form.datastore")} required allowDeselect={false} value={datastore || null} onChange={setChosen}
        data={stores.map((store) => store.name)}
      />
      <Textarea
        label={t("form.paths")} description={t("form.pathsHint")} required autosize minRows={2} maxRows={10} value={text}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12.5 } }}
        onChange={(event) => setText(event.currentTarget.value)} error={refusal?.fieldError("path") ?? refusal?.fieldError("paths")}
      />
      <Textarea
        label={t("form.description")} autosize minRows={2} value={description}
        onChange={(event) => setDescription(event.currentTarget.value)} error={refusal?.fieldError("description")}
      />
      {isTaken && (
        <Alert role="alert" color="yellow" icon={<IconVersions size={18} aria-hidden />} title={t("datasets.taken", { name: name.trim() })}>
          <Button size="xs" variant="default" loading={addVersion.isPending} onClick={() => addVersion.mutate(version, { onSuccess })}>
            {t("datasets.addVersion")}
          </Button>
        </Alert>
      )}
      {error && !isTaken && (
        <Alert role="alert" color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title={t("datasets.registerFailed")}>
          {error.message}
        </Alert>
      )}
    </SidePanel>
  );
}
