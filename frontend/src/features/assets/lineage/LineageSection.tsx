import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { lineageQueries } from "@/api/lineage";
import { type LineageFocus, routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { BlockSkeleton, ErrorState } from "@/ui/States";
import classes from "../assets.module.css";
import { Section } from "../Section";
import { LineageGraph } from "./LineageGraph";
import { pageOf } from "./places";
import { UsersOf } from "./UsersOf";

/** Where a thing comes from and where it goes, small, on its page: the graph, and who uses it as a list. */
export function LineageSection({ focus }: { focus: LineageFocus }) {
  const { t } = useTranslation("assets");
  const navigate = useNavigate();
  const { id: workspace, name: ws } = useWorkspace();
  const { data, error, refetch } = useQuery(lineageQueries.of(workspace, focus));
  const [selected, setSelected] = useState<string | null | undefined>(undefined);
  const open = (id: string) => {
    const node = data?.nodes.find((each) => each.id === id);
    const to = node && pageOf(ws, node);
    if (to) void navigate(to);
  };
  return (
    <>
      <Section title={t("section.usedBy")}>
        {error && !data && <ErrorState title={t("lineage.failed")} error={error} onRetry={() => void refetch()} />}
        {!data && !error && <BlockSkeleton lines={2} />}
        {data && <UsersOf lineage={data} />}
      </Section>
      <Section
        title={t("section.lineage")}
        isPlain
        aside={
          <Anchor component={Link} to={routes.lineage(ws, focus)} fz="sm">
            {t("lineage.open")}
          </Anchor>
        }
      >
        <div className={classes.graph}>
          {data ? (
            <LineageGraph
              lineage={data}
              direction="both"
              selected={selected === undefined ? data.focus : selected}
              onSelect={setSelected}
              onOpen={open}
            />
          ) : (
            <BlockSkeleton lines={4} />
          )}
        </div>
      </Section>
    </>
  );
}
