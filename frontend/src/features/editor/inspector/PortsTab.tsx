/** A step's ports and what they are connected to; ports of one's own where the kind leaves them open. */
import { Button } from "@mantine/core";
import { IconLink, IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { GraphNode, InputPort, OutputPort } from "@/graph/document";
import { addPort, type PortSide } from "@/graph/edit";
import { inputsOf, outputsOf } from "@/graph/kinds";
import { freeName } from "@/graph/ids";
import { COMMANDS } from "../commands";
import { useDocument, useParts } from "../context";
import { Disconnect } from "./Disconnect";
import { PortRow } from "./PortRow";
import classes from "../editor.module.css";

export function PortsTab({ node }: { node: GraphNode }) {
  const { t } = useTranslation("editor");
  const parts = useParts();
  const kind = parts.kinds[node.kind];
  const own = (kind?.dynamic_ports ?? false) && !parts.readOnly;
  return (
    <>
      <PortList node={node} side="input" ports={inputsOf(node, kind)} own={own} />
      <PortList node={node} side="output" ports={outputsOf(node, kind)} own={own} />
      <RunAfter node={node} />
      {!parts.readOnly && (
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            const screen = { x: box.left, y: box.bottom };
            COMMANDS.connect.run(parts, { screen, document: { x: 0, y: 0 } });
          }}
        >
          {t("ports.connect")}
        </Button>
      )}
    </>
  );
}

interface PortListProps {
  readonly node: GraphNode;
  readonly side: PortSide;
  readonly ports: readonly (InputPort | OutputPort)[];
  /** Whether the ports are the step's own, to be changed. */
  readonly own: boolean;
}

function PortList({ node, side, ports, own }: PortListProps) {
  const { t } = useTranslation("editor");
  const { store } = useParts();
  const { edges } = useDocument();
  const end = side === "input" ? "target" : "source";
  const edgesOf = (name: string) =>
    edges.filter((edge) => edge.kind === "data" && edge[end].node === node.id && edge[end].port === name);
  const add = () => {
    const name = freeName(side, [...node.inputs, ...node.outputs].map((port) => port.name));
    store.getState().edit((document) => addPort(document, node.id, side, { name, type: "any", optional: false }));
  };
  return (
    <section className={classes.ports} aria-label={t(`ports.${side}s`)}>
      <h3>{t(`ports.${side}s`)}</h3>
      {ports.length === 0 && <p className={classes.quiet}>{t(`ports.no${side}s`)}</p>}
      {ports.map((port, index) => (
        <PortRow key={index} node={node} side={side} port={port} own={own} edges={edgesOf(port.name)} />
      ))}
      {own && (
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          {t(`ports.add${side}`)}
        </Button>
      )}
    </section>
  );
}

function RunAfter({ node }: { node: GraphNode }) {
  const { t } = useTranslation("editor");
  const document = useDocument();
  const edges = document.edges.filter(
    (edge) => edge.kind === "run_after" && (edge.source.node === node.id || edge.target.node === node.id),
  );
  if (edges.length === 0) return null;
  const nameOf = (id: string) => document.nodes.find((each) => each.id === id)?.title ?? id;
  return (
    <section className={classes.ports} aria-label={t("ports.order")}>
      <h3>{t("ports.order")}</h3>
      {edges.map((edge) => (
        <div key={edge.id} className={classes.portEdge}>
          <IconLink size={15} aria-hidden />
          {edge.target.node === node.id
            ? t("connect.after", { other: nameOf(edge.source.node) })
            : t("connect.before", { other: nameOf(edge.target.node) })}
          <Disconnect edge={edge} />
        </div>
      ))}
    </section>
  );
}
