import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { publishedQueries } from "../../api/published";
import { useWorkspace } from "../../api/workspace";
import { copyText } from "../../ui/clipboard";
import { showFailed } from "../../ui/toast";

/** Copies a call that works as it is, with this studio's real address. The list does not carry it, so it is asked for. */
export function CopyCurl({ id }: { id: string }) {
  const { t } = useTranslation("publishing");
  const queries = useQueryClient();
  const workspace = useWorkspace().id;
  const [isCopied, setIsCopied] = useState(false);
  const query = { ...publishedQueries.detail(workspace, id), staleTime: 60_000 };

  const copy = async () => {
    const pipeline = await queries.fetchQuery(query);
    if (!(await copyText(pipeline.curl))) throw new Error(t("clipboardClosed"));
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 1500);
  };
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      onMouseEnter={() => void queries.prefetchQuery(query)}
      onClick={() => void copy().catch((error: Error) => showFailed(t("copyFailed"), error))}
    >
      {isCopied ? t("ui:copied") : t("copyCurl")}
    </Button>
  );
}
