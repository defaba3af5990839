import { Button, Switch } from "@mantine/core";
import { IconColumns3, IconEqual } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import { runQueries } from "@/api/runs";
import { stepQueries } from "@/api/steps";
import { useWorkspace } from "@/api/workspace";
import { FilterBar, Page } from "@/ui/Page";
import { EmptyState, ErrorState, TableSkeleton } from "@/ui/States";
import { TopBar } from "@/ui/TopBar";
import { useQueryParams } from "@/ui/useQueryParams";
import { CompareTable } from "./CompareTable";
import { groupsOf, onlyDifferences } from "./rows";

/** Runs side by side; which ones, and whether only the differences, stands in the address. */
export default function ComparePage() {
  const { t } = useTranslation("compare");
  const ws = useWorkspace().name;
  const [params, setParams] = useQueryParams();
  const text = params.get("runs") ?? "";
  const ids = useMemo(() => [...new Set(text.split(",").filter(Boolean))], [text]);
  const isOnly = params.get("only") === "differences";
  const { compared, error, retry } = useCompared(ids);
  const groups = useMemo(() => compared && groupsOf(compared), [compared]);
  const showAll = () => setParams({ only: null });

  const body = () => {
    if (ids.length < 2) {
      return (
        <EmptyState
          icon={IconColumns3}
          title={t("empty.title")}
          actions={<Button component={Link} to={routes.runs(ws)}>{t("empty.action")}</Button>}
        >
          {t("empty.text")}
        </EmptyState>
      );
    }
    if (error && !compared) return <ErrorState title={t("failed")} error={error} onRetry={retry} />;
    if (!compared || !groups) return <TableSkeleton rows={10} />;
    const shown = isOnly ? onlyDifferences(groups) : groups;
    if (shown.length === 0) {
      return (
        <EmptyState
          icon={IconEqual}
          title={t("same.title")}
          actions={<Button variant="default" onClick={showAll}>{t("same.action")}</Button>}
        >
          {t("same.text")}
        </EmptyState>
      );
    }
    const leaveOut = (id: string) => setParams({ runs: ids.filter((each) => each !== id).join(",") }, true);
    return <CompareTable runs={compared.map(({ run }) => run)} groups={shown} onLeaveOut={leaveOut} />;
  };

  return (
    <Page title={t("title")} subtitle={t("subtitle")}>
      <TopBar title={t("title")} />
      {ids.length > 1 && (
        <FilterBar>
          <Switch
            label={t("only")}
            checked={isOnly}
            onChange={(event) => setParams({ only: event.currentTarget.checked ? "differences" : null })}
          />
        </FilterBar>
      )}
      {body()}
    </Page>
  );
}

/** All of them or none: half a comparison would call the missing half a difference. */
function useCompared(ids: readonly string[]) {
  const workspace = useWorkspace().id;
  const asked = ids.length > 1 ? ids : [];
  const runs = useQueries({ queries: asked.map((id) => runQueries.detail(workspace, id)) });
  const metrics = useQueries({ queries: asked.map((id) => stepQueries.metricsOfRun(workspace, id)) });
  const all = [...runs, ...metrics];
  const isThere = asked.length > 0 && all.every(({ data }) => data !== undefined);
  return {
    compared: isThere
      ? runs.flatMap(({ data: run }, at) => (run ? [{ run, metrics: metrics[at]?.data ?? [] }] : []))
      : undefined,
    error: all.find(({ error }) => error !== null)?.error,
    retry: () => all.filter(({ isError }) => isError).forEach(({ refetch }) => void refetch()),
  };
}
