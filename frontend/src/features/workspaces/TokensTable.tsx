import { Button, Text, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWholeList } from "../../api/lists";
import { publishedQueries } from "../../api/published";
import type { Token } from "../../api/tokens";
import { useWorkspace } from "../../api/workspace";
import { useNow } from "../../ui/clock";
import { type Column, DataTable } from "../../ui/DataTable";
import { RelativeTime } from "../../ui/Time";

interface TokensTableProps {
  tokens: Token[];
  onRevoke: (token: Token) => void;
}

export function TokensTable({ tokens, onRevoke }: TokensTableProps) {
  const { t } = useTranslation("workspaces");
  const columns: Column<Token>[] = [
    {
      id: "name",
      header: t("tokens.column.name"),
      cell: (token) => (
        <>
          <Text fw={600}>{token.name}</Text>
          <Text fz="xs" c="var(--st-ink-2)" ff="monospace">
            {token.prefix}…
          </Text>
        </>
      ),
    },
    { id: "scope", header: t("tokens.column.scope"), cell: (token) => <Scope token={token} /> },
    { id: "owner", header: t("tokens.column.owner"), width: 150, cell: ({ user }) => user.display_name },
    {
      id: "used",
      header: t("tokens.column.lastUsed"),
      width: 150,
      cell: ({ last_used_at: at }) => (at ? <RelativeTime at={at} /> : <Text c="var(--st-ink-3)">{t("tokens.neverUsed")}</Text>),
    },
    { id: "expires", header: t("tokens.column.expires"), width: 150, cell: (token) => <Expiry token={token} /> },
    {
      id: "revoke",
      header: <VisuallyHidden>{t("ui:actions")}</VisuallyHidden>,
      width: 110,
      align: "end",
      cell: (token) => (
        <Button size="xs" variant="subtle" color="red" aria-label={t("tokens.revokeLabel", { name: token.name })} onClick={() => onRevoke(token)}>
          {t("tokens.revoke")}
        </Button>
      ),
    },
  ];
  return <DataTable label={t("tokens.title")} columns={columns} rows={tokens} rowKey={({ id }) => id} />;
}

function Scope({ token }: { token: Token }) {
  const { t } = useTranslation("workspaces");
  const workspace = useWorkspace().id;
  const published = useWholeList(publishedQueries.list(workspace, { status: "all" }), token.published_id !== null);
  const endpoint = published?.find(({ id }) => id === token.published_id);
  return (
    <>
      {t(`tokens.scope.${token.scope}`)}
      {endpoint && (
        <Text fz="xs" c="var(--st-ink-2)" truncate>
          {endpoint.name}
        </Text>
      )}
    </>
  );
}

function Expiry({ token: { expires_at: at } }: { token: Token }) {
  const { t } = useTranslation("workspaces");
  const now = useNow();
  if (!at) return <Text c="var(--st-ink-3)">{t("tokens.never")}</Text>;
  if (Date.parse(at) < now) return <Text c="var(--st-bad)">{t("tokens.expired")}</Text>;
  return <RelativeTime at={at} />;
}
