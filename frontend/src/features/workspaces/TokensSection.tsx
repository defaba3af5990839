import { Button } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Token, tokenQueries } from "../../api/tokens";
import { useWorkspace } from "../../api/workspace";
import { LoadMore } from "../../ui/LoadMore";
import { Page } from "../../ui/Page";
import { EmptyState, ErrorState, TableSkeleton } from "../../ui/States";
import { NewTokenDialog } from "./NewTokenDialog";
import { RevokeDialog } from "./RevokeDialog";
import { TokensTable } from "./TokensTable";

export function TokensSection() {
  const { t } = useTranslation("workspaces");
  const workspace = useWorkspace().id;
  const { data, error, refetch, ...more } = useInfiniteQuery(tokenQueries.list(workspace));
  const [isMaking, setIsMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);

  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setIsMaking(true)}>
      {t("tokens.new")}
    </Button>
  );
  const body = () => {
    if (error && !data) return <ErrorState title={t("tokens.failed")} error={error} onRetry={() => void refetch()} />;
    if (!data) return <TableSkeleton rows={4} />;
    if (data.length > 0) return <TokensTable tokens={data} onRevoke={setRevoking} />;
    return (
      <EmptyState icon={IconKey} title={t("tokens.empty.title")} actions={newButton}>
        {t("tokens.empty.text")}
      </EmptyState>
    );
  };
  return (
    <Page title={t("tokens.title")} subtitle={t("tokens.subtitle")} actions={newButton}>
      {body()}
      <LoadMore {...more} />
      <NewTokenDialog isOpen={isMaking} onClose={() => setIsMaking(false)} />
      <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />
    </Page>
  );
}
