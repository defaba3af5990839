import { Alert } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyIcon } from "../../ui/CopyButton";
import classes from "./Settings.module.css";

/** A text that the server shows once. It lives in this page's memory and nowhere else. */
export function Secret({ text, label, warning }: { text: string; label: string; warning: string }) {
  const { t } = useTranslation("workspaces");
  return (
    <>
      <div className={classes.secret}>
        <code aria-label={label}>{text}</code>
        <CopyIcon text={text} label={t("copySecret", { label })} />
      </div>
      <Alert color="yellow" variant="light" icon={<IconEyeOff size={18} />} p="sm">
        {warning}
      </Alert>
    </>
  );
}
