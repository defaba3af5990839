import { Alert, Button, Textarea } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ModelVersion, useChangeModel } from "@/api/models";
import { useWorkspace } from "@/api/workspace";
import { SidePanel } from "@/ui/SidePanel";
import { showDone } from "@/ui/toast";
import { type Pair, PairsEditor, pairsToObject } from "../PairsEditor";

interface EditModelPanelProps {
  name: string;
  version: ModelVersion;
  onClose: () => void;
}

/** What is said about a version; its files never change. */
export function EditModelPanel({ name, version, onClose }: EditModelPanelProps) {
  const { t } = useTranslation("assets");
  const change = useChangeModel(useWorkspace().id, name, version.version);
  const [description, setDescription] = useState(version.description);
  const [tags, setTags] = useState<Pair[]>(() => Object.entries(version.tags));
  const [properties, setProperties] = useState<Pair[]>(() => Object.entries(version.properties));
  const submit = () =>
    change.mutate(
      { description: description.trim(), tags: pairsToObject(tags), properties: pairsToObject(properties) },
      {
        onSuccess: () => {
          showDone(t("models.changed", { name, version: version.version }));
          onClose();
        },
      },
    );
  return (
    <SidePanel
      title={t("models.editTitle", { name, version: version.version })}
      about={t("models.editAbout")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t("ui:cancel")}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Textarea label={t("form.description")} autosize minRows={3} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
      <PairsEditor label={t("fact.tags")} pairs={tags} onChange={setTags} />
      <PairsEditor label={t("fact.properties")} pairs={properties} onChange={setProperties} />
      {change.error && (
        <Alert role="alert" color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title={t("models.changeFailed")}>
          {change.error.message}
        </Alert>
      )}
    </SidePanel>
  );
}
