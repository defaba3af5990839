import { Button, Group } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconColumns3, IconFilterOff, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { cursorOf } from "../../api/lists";
import { routes } from "../../api/routes";
import { runQueries } from "../../api/runs";
import { useWorkspace } from "../../api/workspace";
import { Page } from "../../ui/Page";
import { EmptyState, ErrorState, TableSkeleton } from "../../ui/States";
import { TopBar } from "../../ui/TopBar";
import { useQueryParams } from "../../ui/useQueryParams";
import { isFiltered, readPlace, toFilter } from "./runFilters";
import { RunsFilters } from "./RunsFilters";
import { RunsTable } from "./RunsTable";

/** Every run of the workspace, newest first. Statuses come live, through the shell's subscription. */
export default function RunsPage() {
  const { t } = useTranslation("runs-list");
  const workspace = useWorkspace();
  const [params, setParams] = useQueryParams();
  const place = useMemo(() => readPlace(params), [params]);
  // "The last 7 days" counts from when the page was opened: a moving start would be a new question each second.
  const [openedAt] = useState(() => Date.now());
  const filter = useMemo(() => toFilter(place, openedAt), [place, openedAt]);
  const { data, error, refetch, isPlaceholderData } = useQuery(runQueries.list(workspace.id, filter));
  // Kept from page to page, so that an old run can be held against a new one.
  const [selected, setSelected] = useState<readonly string[]>([]);
  const select = (run: string, isSelected: boolean) =>
    setSelected((before) => (isSelected ? [...before, run] : before.filter((each) => each !== run)));
  const clear = () => setParams(Object.fromEntries([...params.keys()].map((name) => [name, null])));

  const body = () => {
    if (error && !data) return <ErrorState title={t("failed")} error={error} onRetry={() => void refetch()} />;
    if (!data) return <TableSkeleton rows={10} />;
    if (data.results.length > 0) return <RunsTable runs={data.results} selected={selected} onSelect={select} />;
    if (isFiltered(place)) {
      return (
        <EmptyState
          icon={IconFilterOff}
          title={t("nothingFound.title")}
          actions={<Button variant="default" onClick={clear}>{t("nothingFound.clear")}</Button>}
        />
      );
    }
    return (
      <EmptyState
        icon={IconPlayerPlay}
        title={t("empty.title")}
        actions={<Button component={Link} to={routes.designer(workspace.name)}>{t("empty.action")}</Button>}
      >
        {t("empty.text")}
      </EmptyState>
    );
  };

  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      actions={selected.length > 1 && <CompareButtons selected={selected} onClear={() => setSelected([])} />}
    >
      <TopBar title={t("title")} />
      <RunsFilters place={place} onChange={setParams} />
      <div style={{ opacity: isPlaceholderData ? 0.6 : 1, transition: "opacity 120ms" }} aria-busy={isPlaceholderData}>
        {body()}
      </div>
      {data && (data.next || data.previous) && (
        <Pager
          previous={cursorOf(data.previous)}
          next={cursorOf(data.next)}
          onGo={(cursor) => setParams({ cursor }, true)}
        />
      )}
    </Page>
  );
}

function CompareButtons({ selected, onClear }: { selected: readonly string[]; onClear: () => void }) {
  const { t } = useTranslation("compare");
  const ws = useWorkspace().name;
  return (
    <Group gap="xs">
      <Button variant="subtle" onClick={onClear}>{t("clear")}</Button>
      <Button component={Link} to={routes.compareRuns(ws, selected)} leftSection={<IconColumns3 size={16} />}>
        {t("action", { count: selected.length })}
      </Button>
    </Group>
  );
}

interface PagerProps {
  previous: string | undefined;
  next: string | undefined;
  onGo: (cursor: string | undefined) => void;
}

function Pager({ previous, next, onGo }: PagerProps) {
  const { t } = useTranslation("runs-list");
  return (
    <Group justify="flex-end" mt="md" gap="xs" component="nav" aria-label={t("pages.label")}>
      <Button
        variant="default" disabled={!previous} onClick={() => onGo(previous)}
        leftSection={<IconChevronLeft size={16} />}
      >
        {t("pages.newer")}
      </Button>
      <Button
        variant="default" disabled={!next} onClick={() => onGo(next)}
        rightSection={<IconChevronRight size={16} />}
      >
        {t("pages.older")}
      </Button>
    </Group>
  );
}
