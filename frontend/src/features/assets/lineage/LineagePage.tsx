import { SegmentedControl } from "@mantine/core";
import { IconSitemap } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Lineage, lineageQueries } from "@/api/lineage";
import { type LineageFocus, routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { Frame } from "@/ui/Frame";
import { BlockSkeleton, EmptyState, ErrorState } from "@/ui/States";
import { TopBar } from "@/ui/TopBar";
import { useQueryParams } from "@/ui/useQueryParams";
import classes from "../assets.module.css";
import { LineageGraph } from "./LineageGraph";
import { type Direction } from "./lineageDocument";
import { LineagePanel } from "./LineagePanel";
import { pageOf, readFocus } from "./places";

/** What made a thing and what it was used for, as a graph to walk in. */
export default function LineagePage() {
  const { t } = useTranslation("assets");
  const ws = useWorkspace().name;
  const [params] = useQueryParams();
  const focus = readFocus(params);
  return (
    <>
      <TopBar crumbs={[{ label: t("data:title"), to: routes.data(ws) }]} title={t("lineage.title")} titleNode={t("lineage.title")} />
      {focus ? (
        <Graph focus={focus} />
      ) : (
        <EmptyState icon={IconSitemap} title={t("lineage.nothing.title")}>
          {t("lineage.nothing.text")}
        </EmptyState>
      )}
    </>
  );
}

const directions: Direction[] = ["both", "up", "down"];

function Graph({ focus }: { focus: LineageFocus }) {
  const { t } = useTranslation("assets");
  const navigate = useNavigate();
  const { id: workspace, name: ws } = useWorkspace();
  const [params, setParams] = useQueryParams();
  const { data, error, refetch } = useQuery(lineageQueries.of(workspace, focus));
  if (error && !data) return <ErrorState title={t("lineage.failed")} error={error} onRetry={() => void refetch()} />;
  if (!data) return <BlockSkeleton lines={8} />;
  const direction = directions.find((each) => each === params.get("direction")) ?? "both";
  const selected = params.get("node") ?? data.focus;
  const node = nodeOf(data, selected) ?? nodeOf(data, data.focus);
  const open = (id: string) => {
    const opened = nodeOf(data, id);
    const to = opened && pageOf(ws, opened);
    if (to) void navigate(to);
  };
  return (
    <Frame name="lineage" right={node && <LineagePanel node={node} lineage={data} onSelect={(id) => setParams({ node: id })} />} rightSize={340}>
      <div className={classes.lineage}>
        <div className={classes.notice}>
          <SegmentedControl
            size="xs"
            aria-label={t("lineage.direction")}
            value={direction}
            onChange={(value) => setParams({ direction: value === "both" ? null : value })}
            data={directions.map((value) => ({ value, label: t(`lineage.directions.${value}`) }))}
          />
          {data.truncated && <span>{t("lineage.truncated")}</span>}
        </div>
        <LineageGraph
          lineage={data}
          direction={direction}
          selected={node?.id ?? null}
          onSelect={(id) => setParams({ node: id })}
          onOpen={open}
        />
      </div>
    </Frame>
  );
}

function nodeOf({ nodes }: Lineage, id: string) {
  return nodes.find((each) => each.id === id);
}
