import { Alert, Button, Textarea, TextInput } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ApiError } from "@/api/errors";
import { usePublish } from "@/api/published";
import { routes } from "@/api/routes";
import type { Run } from "@/api/runs";
import { useWorkspace } from "@/api/workspace";
import classes from "../step/StepPanel.module.css";
import { FormHead } from "./RunAgainForm";

/** Publishes what this run ran, so that others can call it. */
export function PublishForm({ run, onClose }: { run: Run; onClose(): void }) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const publish = usePublish(workspace.id);
  const [form, setForm] = useState({ name: run.draft?.name ?? run.name, version: "1", description: run.description });
  const field = (name: keyof typeof form) => ({
    label: t(`publish.${name}`),
    value: form[name],
    error: publish.error instanceof ApiError ? publish.error.fieldError(name) : undefined,
    onChange: (event: { currentTarget: { value: string } }) => { setForm({ ...form, [name]: event.currentTarget.value }); },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate(
      { run: run.id, ...form },
      { onSuccess: (made) => void navigate(routes.publishedPipeline(workspace.name, made.id)) },
    );
  };
  return (
    <form className={classes.panel} aria-label={t("publish.title")} onSubmit={submit} noValidate>
      <FormHead title={t("publish.title")} hint={t("publish.hint", { number: run.number })} onClose={onClose} />
      <div className={classes.scroll}>
        <TextInput {...field("name")} required data-autofocus />
        <TextInput {...field("version")} required description={t("publish.versionHelp")} />
        <Textarea {...field("description")} autosize minRows={3} maxRows={10} />
        {publish.error && <Alert color="red" title={t("publish.failed")}>{publish.error.message}</Alert>}
      </div>
      <footer className={classes.foot}>
        <span className={classes.quiet}>{t("publish.frozen")}</span>
        <Button type="submit" loading={publish.isPending} disabled={form.name.trim() === "" || form.version.trim() === ""} leftSection={<IconUpload size={16} aria-hidden />}>
          {t("publish.do")}
        </Button>
      </footer>
    </form>
  );
}
