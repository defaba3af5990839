import { ActionIcon, Button, Popover, TextInput } from "@mantine/core";
import { IconFolderPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { asFolder } from "./paths";

/** Goes into a folder that is not there yet: object stores have folders only as parts of names. */
export function NewFolder({ datastore, folder }: { datastore: string; folder: string }) {
  const { t } = useTranslation("data");
  const navigate = useNavigate();
  const ws = useWorkspace().name;
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const below = asFolder(name.trim());
    if (!below) return;
    setOpen(false);
    setName("");
    void navigate(routes.datastore(ws, datastore, { path: folder + below }));
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <ActionIcon size={32} variant="default" aria-label={t("newFolder.open")} title={t("newFolder.open")} onClick={() => setOpen(!isOpen)}>
          <IconFolderPlus size={17} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <TextInput
            label={t("newFolder.name")}
            description={t("newFolder.hint")}
            value={name}
            maxLength={200}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" mt="sm" fullWidth disabled={!asFolder(name.trim())}>
            {t("newFolder.go")}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
