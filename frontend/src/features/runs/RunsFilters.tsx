import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { draftQueries } from "../../api/drafts";
import { useWholeList } from "../../api/lists";
import { publishedQueries } from "../../api/published";
import type { RunsPlace } from "../../api/routes";
import { runQueries } from "../../api/runs";
import { useWorkspace } from "../../api/workspace";
import { workspaceQueries } from "../../api/workspaces";
import { FilterBar } from "../../ui/Page";
import { SearchInput } from "../../ui/SearchInput";
import { StatusLegend } from "../../ui/StatusBadge";
import { fromPipelineValue, pipelineValue, spans } from "./runFilters";
import { StatusFilter } from "./StatusFilter";

interface RunsFiltersProps {
  place: RunsPlace;
  onChange: (changes: Record<string, string | null>) => void;
  aside?: ReactNode;
}

export function RunsFilters({ place, onChange, aside }: RunsFiltersProps) {
  const { t } = useTranslation("runs-list");
  const workspace = useWorkspace().id;
  const { data: experiments } = useQuery(runQueries.experiments(workspace));
  const { data: members } = useQuery(workspaceQueries.members(workspace));
  const who = members?.map(({ user }) => ({ value: user.id, label: user.display_name || user.username })) ?? [];
  // Another filter is another list: it begins at its first page.
  const filter = (changes: Record<string, string | null>) => onChange({ ...changes, cursor: null });

  return (
    <FilterBar
      count={
        <span style={{ display: "inline-flex", alignItems: "center", gap: 6 }}>
          {aside}
          <StatusLegend />
        </span>
      }
    >
      <SearchInput
        label={t("search.label")}
        placeholder={t("search.placeholder")}
        value={place.search ?? ""}
        onSearch={(search) => filter({ search })}
      />
      <StatusFilter value={place.state} onChange={(state) => filter({ state })} />
      <Choice label={t("filter.experiment")} value={place.experiment} data={experiments?.map(({ name }) => name) ?? []} onPick={(experiment) => filter({ experiment })} />
      <PipelineFilter place={place} onChange={filter} />
      <Choice label={t("filter.who")} value={place.created_by} data={who} onPick={(created_by) => filter({ created_by })} />
      <Choice
        label={t("filter.when")}
        value={place.when}
        data={Object.keys(spans).map((value) => ({ value, label: t(`span.${value}`) }))}
        onPick={(when) => filter({ when })}
      />
    </FilterBar>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  data: string[] | { value: string; label: string }[];
  onPick: (value: string | null) => void;
}

function Choice({ label, value, data, onPick }: ChoiceProps) {
  return (
    <Select
      w={146} aria-label={label} placeholder={label} data={data} value={value ?? null} onChange={onPick}
      clearable searchable={data.length > 8} comboboxProps={{ width: "max-content", position: "bottom-start" }}
    />
  );
}

function PipelineFilter({ place, onChange }: { place: RunsPlace; onChange: (changes: Record<string, string | null>) => void }) {
  const { t } = useTranslation("runs-list");
  const workspace = useWorkspace().id;
  const drafts = useWholeList(draftQueries.list(workspace));
  const published = useWholeList(publishedQueries.list(workspace, { status: "all" }));
  const data = [
    { group: t("filter.drafts"), items: drafts?.map(({ id, name }) => ({ value: `draft:${id}`, label: name })) ?? [] },
    {
      group: t("filter.published"),
      items: published?.map(({ id, name, version }) => ({ value: `published:${id}`, label: `${name} ${version}` })) ?? [],
    },
  ].filter(({ items }) => items.length > 0);
  return (
    <Select
      w={146} aria-label={t("filter.pipeline")} placeholder={t("filter.pipeline")} data={data} value={pipelineValue(place)}
      onChange={(value) => onChange(fromPipelineValue(value))}
      clearable searchable comboboxProps={{ width: "max-content", position: "bottom-start" }}
    />
  );
}
