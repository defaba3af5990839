import { Code } from "@mantine/core";
import { CopyIcon } from "@/ui/CopyButton";
import { useTranslation } from "react-i18next";

/** One line of Python that gets at a thing, to copy. */
export function UseInCode({ code }: { code: string }) {
  const { t } = useTranslation("assets");
  return (
    <div style={{ display: "flex", gap: 6, alignItems: "flex-start" }}>
      <Code block style={{ flex: 1, whiteSpace: "pre-wrap", overflowWrap: "anywhere", padding: "6px 8px" }}>
        {code}
      </Code>
      <CopyIcon text={code} label={t("copyCode")} />
    </div>
  );
}
