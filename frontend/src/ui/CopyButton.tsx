import { ActionIcon, Button, CopyButton as Copier, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** A button with words that copies, and says that it has. */
export function CopyButton({ text, label, size }: { text: string; label: string; size?: "xs" | "sm" }) {
  const { t } = useTranslation("ui");
  return (
    <Copier value={text} timeout={1500}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size={size}
          onClick={copy}
          leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          aria-live="polite"
        >
          {copied ? t("copied") : label}
        </Button>
      )}
    </Copier>
  );
}

export function CopyIcon({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation("ui");
  return (
    <Copier value={text} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t("copied") : label}>
          <ActionIcon size="sm" onClick={copy} aria-label={label}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </Copier>
  );
}

/** An id, shortened to its head, with the whole of it on hover and in the clipboard. */
export function CopyId({ id, label }: { id: string; label?: string }) {
  const { t } = useTranslation("ui");
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 2 }}>
      <Tooltip label={id}>
        <code style={{ fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12.5 }}>{id.slice(0, 8)}</code>
      </Tooltip>
      <CopyIcon text={id} label={label ?? t("copyId")} />
    </span>
  );
}
