import { Dropzone } from "@mantine/dropzone";
import { IconUpload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./browser.module.css";

interface DropAreaProps {
  /** The folder that dropped files go to, in words. */
  target: string;
  disabled: boolean;
  onDrop: (files: File[]) => void;
  children: ReactNode;
}

/** Files and folders dropped from the desktop, anywhere over the list. */
export function DropArea({ target, disabled, onDrop, children }: DropAreaProps) {
  const { t } = useTranslation("data");
  return (
    <Dropzone
      unstyled
      className={classes.drop}
      classNames={{ inner: classes.dropInner }}
      activateOnClick={false}
      activateOnKeyboard={false}
      enablePointerEvents
      disabled={disabled}
      onDrop={onDrop}
    >
      <Dropzone.Accept>
        <div className={classes.dropHint}>
          <IconUpload size={28} aria-hidden />
          {t("upload.drop", { target })}
        </div>
      </Dropzone.Accept>
      {children}
    </Dropzone>
  );
}
