import { Button, Group, Modal, Progress, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dropStored, type StoredEntry, useDeleteStored } from "@/api/storage";
import { useWorkspace } from "@/api/workspace";
import { showDone } from "@/ui/toast";
import { Refusal } from "../stores/Refusal";
import classes from "./browser.module.css";
import { EntryIcon } from "./EntryIcon";
import { addressOf } from "./paths";

/** Names listed before "and n more". */
const LISTED = 8;

interface DeleteDialogProps {
  datastore: string;
  entries: readonly StoredEntry[];
  onClose: () => void;
}

/** Says what goes and that it cannot come back, then deletes one after the other. */
export function DeleteDialog({ datastore, entries, onClose }: DeleteDialogProps) {
  const { t } = useTranslation("data");
  const workspace = useWorkspace().id;
  const queries = useQueryClient();
  const { mutateAsync } = useDeleteStored(workspace, datastore);
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const folders = entries.filter(({ is_folder }) => is_folder).length;

  const run = async () => {
    setError(null);
    let deleted = 0;
    for (const [at, entry] of entries.entries()) {
      setDone(at);
      deleted += (await mutateAsync(addressOf(entry))).deleted;
      dropStored(queries, workspace, datastore, new Set([entry.path]));
    }
    showDone(t("delete.done", { count: deleted }));
    onClose();
  };
  const confirm = () =>
    void run().catch((reason: Error) => {
      setError(reason);
      setDone(null);
    });

  return (
    <Modal opened onClose={onClose} title={t("delete.title", { count: entries.length })} size={480}>
      <ul className={classes.goes} tabIndex={0} aria-label={t("delete.goes")}>
        {entries.slice(0, LISTED).map((entry) => (
          <li key={entry.path}>
            <EntryIcon entry={entry} size={16} /> {addressOf(entry)}
          </li>
        ))}
        {entries.length > LISTED && <li>{t("delete.more", { count: entries.length - LISTED })}</li>}
      </ul>
      <Text>
        {folders > 0 && `${t("delete.folders", { count: folders })} `}
        {t("delete.text", { datastore })}
      </Text>
      {done !== null && <Progress mt="md" value={(done / entries.length) * 100} aria-label={t("delete.busy")} />}
      <Refusal error={error} title={t("delete.failed")} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("ui:cancel")}
        </Button>
        <Button color="red" loading={done !== null} onClick={confirm}>
          {t("delete.action", { count: entries.length })}
        </Button>
      </Group>
    </Modal>
  );
}
