import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconFile, IconFolder, IconUpload } from "@tabler/icons-react";
import { type ChangeEvent, useRef } from "react";
import { useTranslation } from "react-i18next";

/** Choose files, or a folder with all that is in it. */
export function UploadMenu({ onChoose }: { onChoose: (files: File[]) => void }) {
  const { t } = useTranslation("data");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    onChoose([...(event.currentTarget.files ?? [])]);
    // The same file may be chosen again.
    event.currentTarget.value = "";
  };
  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <Button leftSection={<IconUpload size={16} aria-hidden />} rightSection={<IconChevronDown size={15} aria-hidden />}>
            {t("upload.action")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFile size={16} aria-hidden />} onClick={() => files.current?.click()}>
            {t("upload.files")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolder size={16} aria-hidden />} onClick={() => folder.current?.click()}>
            {t("upload.folder")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input ref={files} type="file" multiple hidden aria-label={t("upload.files")} onChange={chosen} />
      <input
        ref={(input) => {
          folder.current = input;
          // Not an attribute that React knows.
          input?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        hidden
        aria-label={t("upload.folder")}
        onChange={chosen}
      />
    </>
  );
}
