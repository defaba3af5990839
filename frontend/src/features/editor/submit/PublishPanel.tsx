/** Publishing the pipeline as it is drawn now: an endpoint others may call. */
import { Button, Textarea, TextInput } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ApiError } from "@/api/errors";
import { usePublish } from "@/api/published";
import { routes } from "@/api/routes";
import { showDone, showFailed } from "@/ui/toast";
import { useDocument, useParts } from "../context";
import { Blockers, useBlockers } from "./Blockers";
import { SidePanel } from "./SidePanel";
import classes from "../editor.module.css";

export function PublishPanel() {
  const { t } = useTranslation("editor");
  const { draft, workspace, saver } = useParts();
  const { parameters } = useDocument();
  const blocked = useBlockers().length > 0;
  const navigate = useNavigate();
  const publish = usePublish(workspace.id);
  const [name, setName] = useState(draft.name);
  const [version, setVersion] = useState("1.0");
  const [description, setDescription] = useState(draft.description);
  const [saving, setSaving] = useState(false);

  const send = async () => {
    if (blocked || publish.isPending || saving) return;
    setSaving(true);
    const isSaved = await saver.flush();
    setSaving(false);
    if (!isSaved) {
      showFailed(t("publish.failed"), new Error(t("submit.notSaved")));
      return;
    }
    publish.mutate(
      { draft: draft.id, name, description, version },
      {
        onSuccess: (published) => {
          showDone(t("publish.done", { name: published.name }));
          void navigate(routes.publishedPipeline(workspace.name, published.id));
        },
        onError: (error) => {
          showFailed(t("publish.failed"), error);
        },
      },
    );
  };
  const error = publish.error instanceof ApiError ? publish.error : null;

  return (
    <SidePanel
      title={t("publish.title")}
      about={t("publish.about")}
      onSubmit={() => void send()}
      actions={
        <Button
          type="submit"
          disabled={blocked || name.trim() === "" || version.trim() === ""}
          loading={publish.isPending || saving}
          leftSection={<IconUpload size={16} aria-hidden />}
        >
          {t("publish.send")}
        </Button>
      }
    >
      <Blockers />
      <TextInput
        label={t("publish.name")}
        value={name}
        required
        error={error?.fieldError("name")}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
      />
      <TextInput
        label={t("publish.version")}
        value={version}
        required
        error={error?.fieldError("version")}
        onChange={({ currentTarget }) => {
          setVersion(currentTarget.value);
        }}
      />
      <Textarea
        label={t("publish.description")}
        value={description}
        autosize
        minRows={3}
        error={error?.fieldError("description")}
        onChange={({ currentTarget }) => {
          setDescription(currentTarget.value);
        }}
      />
      <section aria-label={t("submit.parameters")}>
        <h3>{t("submit.parameters")}</h3>
        {parameters.length === 0 && <p className={classes.quiet}>{t("publish.noParameters")}</p>}
        <ul className={classes.changes}>
          {parameters.map((parameter) => (
            <li key={parameter.name}>
              <code>{parameter.name}</code> {parameter.type} = {JSON.stringify(parameter.default)}
            </li>
          ))}
        </ul>
      </section>
    </SidePanel>
  );
}
