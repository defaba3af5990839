import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Datastore, type DatastoreKind, useChangeDatastore } from "@/api/datastores";
import { ApiError } from "@/api/errors";
import { useWorkspace } from "@/api/workspace";
import { SidePanel } from "@/ui/SidePanel";
import { connectionOf, formOf, NO_WAY } from "./connection";
import { ConnectionFields } from "./ConnectionFields";
import { Refusal } from "./Refusal";

interface EditPanelProps {
  store: Datastore;
  kind: DatastoreKind;
  onClose: () => void;
}

/** Changes where a datastore is and how to sign in. Stored credentials are never shown; typed ones replace them. */
export function EditPanel({ store, kind, onClose }: EditPanelProps) {
  const { t } = useTranslation("data");
  const change = useChangeDatastore(useWorkspace().id);
  const [form, setForm] = useState(() => formOf(store));
  const submit = () => {
    const { settings, credentials } = connectionOf(kind.kind, form);
    change.mutate(
      { name: store.name, settings, ...(form.way === NO_WAY ? {} : { credentials }) },
      { onSuccess: onClose },
    );
  };
  return (
    <SidePanel
      title={t("edit.title", { name: store.name })}
      about={t("edit.about")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Refusal error={change.error} title={t("edit.failed")} />
          <Button variant="default" onClick={onClose}>
            {t("ui:cancel")}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t("edit.action")}
          </Button>
        </>
      }
    >
      <ConnectionFields
        kind={kind}
        form={form}
        onChange={setForm}
        refusal={change.error instanceof ApiError ? change.error : undefined}
        hasCredentials={store.has_credentials}
      />
    </SidePanel>
  );
}
