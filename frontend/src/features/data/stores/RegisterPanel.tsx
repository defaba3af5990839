import { Button, Select, Switch, TextInput } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type DatastoreKind, datastoreQueries, useCheckConnection, useRegisterDatastore } from "@/api/datastores";
import { ApiError } from "@/api/errors";
import { useWorkspace } from "@/api/workspace";
import { SidePanel } from "@/ui/SidePanel";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import { CheckAnswer } from "./CheckAnswer";
import { connectionOf, emptyForm, isComplete } from "./connection";
import { ConnectionFields } from "./ConnectionFields";
import { Refusal } from "./Refusal";

interface RegisterPanelProps {
  onClose: () => void;
  onDone: (name: string) => void;
}

/** Registers a datastore; its fields come from the server's kinds. */
export function RegisterPanel(props: RegisterPanelProps) {
  const { t } = useTranslation("data");
  const { data: kinds, error, refetch } = useQuery(datastoreQueries.kinds(useWorkspace().id));
  if (kinds) return <RegisterForm kinds={kinds} {...props} />;
  return (
    <SidePanel title={t("register.title")} onClose={props.onClose}>
      {error ? <ErrorState title={t("register.kindsFailed")} error={error} onRetry={() => void refetch()} /> : <BlockSkeleton />}
    </SidePanel>
  );
}

function RegisterForm({ kinds, onClose, onDone }: RegisterPanelProps & { kinds: DatastoreKind[] }) {
  const { t } = useTranslation("data");
  const workspace = useWorkspace().id;
  const register = useRegisterDatastore(workspace);
  const check = useCheckConnection(workspace);
  const [kind, setKind] = useState(() => kinds.find((each) => each.kind === "azure_blob") ?? kinds[0]);
  const [form, setForm] = useState(() => emptyForm(kind));
  const [name, setName] = useState("");
  const [isDefault, setIsDefault] = useState(false);
  if (!kind) return null;
  const error = register.error ?? check.error;
  const refusal = error instanceof ApiError ? error : undefined;
  const isReady = isComplete(kind, form);
  const change = (next: typeof form) => {
    setForm(next);
    check.reset();
    register.reset();
  };
  const submit = () =>
    register.mutate(
      { name: name.trim(), is_default: isDefault, ...connectionOf(kind.kind, form) },
      {
        // The panel of the new datastore takes this one's place and says all there is to say.
        onSuccess: (store) => onDone(store.name),
      },
    );
  return (
    <SidePanel
      title={t("register.title")}
      about={t("register.about")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          {/* Beside the buttons, where the eye is: the form above may be scrolled. */}
          {check.data && <CheckAnswer health={check.data} />}
          <Refusal error={error} title={t(check.error ? "check.notChecked" : "register.failed")} />
          <Button
            variant="default"
            mr="auto"
            leftSection={<IconPlugConnected size={16} aria-hidden />}
            disabled={!isReady}
            loading={check.isPending}
            onClick={() => check.mutate(connectionOf(kind.kind, form))}
          >
            {t("check.action")}
          </Button>
          <Button type="submit" loading={register.isPending} disabled={!isReady || !name.trim()}>
            {t("register.action")}
          </Button>
        </>
      }
    >
      <TextInput
        label={t("form.name")} description={t("form.nameHint")} required autoFocus maxLength={60} spellCheck={false} value={name}
        onChange={(event) => setName(event.currentTarget.value)} error={refusal?.fieldError("name")}
      />
      <Select
        label={t("form.kind")} description={kind.description} required allowDeselect={false} value={kind.kind}
        data={kinds.map((each) => ({ value: each.kind, label: each.title }))}
        onChange={(value) => {
          const next = kinds.find((each) => each.kind === value);
          setKind(next);
          change(emptyForm(next));
        }}
      />
      <ConnectionFields kind={kind} form={form} onChange={change} refusal={refusal} />
      <Switch
        label={t("form.isDefault")} description={t("form.isDefaultHint")} checked={isDefault}
        onChange={(event) => setIsDefault(event.currentTarget.checked)}
      />
    </SidePanel>
  );
}
