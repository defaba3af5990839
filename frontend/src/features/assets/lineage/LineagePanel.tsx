import { Anchor, Badge, Button } from "@mantine/core";
import { IconExternalLink, IconFocus2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Lineage, LineageNode } from "@/api/lineage";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { Facts } from "@/ui/Facts";
import { SidePanel } from "@/ui/SidePanel";
import classes from "../assets.module.css";
import { focusOf, pageOf } from "./places";

interface LineagePanelProps {
  node: LineageNode;
  lineage: Lineage;
  onSelect: (id: string) => void;
}

/** The selected card: what it is, where it leads, its neighbours up and down. */
export function LineagePanel({ node, lineage, onSelect }: LineagePanelProps) {
  const { t } = useTranslation("assets");
  const ws = useWorkspace().name;
  const page = pageOf(ws, node);
  const focus = focusOf(node);
  const { ref } = node;
  const facts = [
    ...(ref.datastore ? [[t("form.datastore"), ref.datastore] as const] : []),
    ...(ref.path !== undefined ? [[t("form.path"), ref.path] as const] : []),
    ...(ref.run_number !== undefined ? [[t("fact.run"), t("lineage.run", { number: ref.run_number })] as const] : []),
    ...(ref.version !== undefined ? [[t("column.version"), String(ref.version)] as const] : []),
  ];
  return (
    <SidePanel
      title={node.title}
      about={
        <>
          <Badge size="sm" color="gray">
            {t(`lineage.type.${node.type}`)}
          </Badge>{" "}
          {node.removed && `${t("lineage.removed")} · `}
          {node.subtitle}
        </>
      }
      actions={
        <>
          {focus && node.id !== lineage.focus && (
            <Button component={Link} to={routes.lineage(ws, focus)} variant="default" leftSection={<IconFocus2 size={16} aria-hidden />}>
              {t("lineage.focus")}
            </Button>
          )}
          {page && (
            <Button component={Link} to={page} leftSection={<IconExternalLink size={16} aria-hidden />}>
              {t(`lineage.go.${node.type}`)}
            </Button>
          )}
        </>
      }
    >
      {facts.length > 0 && <Facts facts={facts} />}
      <Neighbours title={t("lineage.madeFrom")} ids={lineage.edges.filter(({ target }) => target === node.id).map(({ source }) => source)} lineage={lineage} onSelect={onSelect} />
      <Neighbours title={t("section.usedBy")} ids={lineage.edges.filter(({ source }) => source === node.id).map(({ target }) => target)} lineage={lineage} onSelect={onSelect} />
    </SidePanel>
  );
}

interface NeighboursProps {
  title: string;
  ids: string[];
  lineage: Lineage;
  onSelect: (id: string) => void;
}

function Neighbours({ title, ids, lineage, onSelect }: NeighboursProps) {
  const { t } = useTranslation("assets");
  const nodes = lineage.nodes.filter(({ id }) => ids.includes(id));
  return (
    <section aria-label={title}>
      <h3 style={{ margin: "0 0 4px", fontSize: 13, fontWeight: 600, color: "var(--st-ink-2)" }}>{title}</h3>
      {nodes.length === 0 && <p className={classes.quiet}>{t("lineage.nothingHere")}</p>}
      <ul className={classes.paths}>
        {nodes.map((node) => (
          <li key={node.id}>
            <Anchor component="button" type="button" fz="sm" onClick={() => onSelect(node.id)}>
              {node.title}
            </Anchor>
            <span className={classes.quiet}>{t(`lineage.type.${node.type}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
