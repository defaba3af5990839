/** One port: name and type (to be changed where it is the step's own), and what it is connected to. */
import { Checkbox, CloseButton, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PORT_TYPES, type GraphEdge, type GraphNode, type InputPort, type OutputPort, type PortType } from "@/graph/document";
import { changePort, removePort, type PortSide } from "@/graph/edit";
import { isPortName } from "@/graph/names";
import { useDocument, useParts } from "../context";
import { goTo } from "../actions";
import { Disconnect } from "./Disconnect";
import classes from "../editor.module.css";

interface PortRowProps {
  readonly node: GraphNode;
  readonly side: PortSide;
  readonly port: InputPort | OutputPort;
  readonly own: boolean;
  readonly edges: readonly GraphEdge[];
}

export function PortRow(props: PortRowProps) {
  const { node, side, port, own, edges } = props;
  const { t } = useTranslation("editor");
  const { kinds } = useParts();
  const titled = kinds[node.kind]?.[`${side}s`].find((each) => each.name === port.name);
  return (
    <div className={classes.portRow}>
      {own ? (
        <OwnPort {...props} />
      ) : (
        <div className={classes.portHead}>
          <b>{titled?.title ?? port.name}</b>
          <span className={classes.quiet}>
            {t(`portType.${port.type}`)}
            {"optional" in port && port.optional ? ` · ${t("ports.optional")}` : ""}
          </span>
        </div>
      )}
      {titled?.description && <p className={classes.about}>{titled.description}</p>}
      {edges.map((edge) => (
        <Connected key={edge.id} edge={edge} side={side} />
      ))}
    </div>
  );
}

function OwnPort({ node, side, port }: PortRowProps) {
  const { t } = useTranslation("editor");
  const { store } = useParts();
  const [name, setName] = useState<string | null>(null);
  const taken = [...node.inputs, ...node.outputs].map((each) => each.name);
  const wanted = name ?? port.name;
  const wrong =
    wanted === port.name ? null : !isPortName(wanted) ? t("ports.badName") : taken.includes(wanted) ? t("ports.taken") : null;
  const change = (to: Partial<InputPort>) => {
    store.getState().edit((document) => changePort(document, node.id, side, port.name, { ...port, ...to }));
  };
  const finish = () => {
    if (!wrong && wanted !== port.name) change({ name: wanted });
    setName(null);
  };
  return (
    <div className={classes.ownPort}>
      <TextInput
        aria-label={t("ports.name")}
        value={wanted}
        error={wrong}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish();
        }}
      />
      <Select
        aria-label={t("ports.type")}
        allowDeselect={false}
        value={port.type}
        data={PORT_TYPES.map((type) => ({ value: type, label: t(`portType.${type}`) }))}
        onChange={(type) => {
          if (type !== null) change({ type: type as PortType });
        }}
      />
      <CloseButton
        aria-label={t("ports.remove", { name: port.name })}
        title={t("ports.remove", { name: port.name })}
        onClick={() => {
          store.getState().edit((document) => removePort(document, node.id, side, port.name));
        }}
      />
      {side === "input" && "optional" in port && (
        <Checkbox
          size="xs"
          label={t("ports.mayBeEmpty")}
          checked={port.optional}
          onChange={({ currentTarget }) => {
            change({ optional: currentTarget.checked });
          }}
        />
      )}
    </div>
  );
}

function Connected({ edge, side }: { edge: GraphEdge; side: PortSide }) {
  const parts = useParts();
  const { t } = useTranslation("editor");
  const { nodes } = useDocument();
  const other = side === "input" ? edge.source : edge.target;
  const title = nodes.find((node) => node.id === other.node)?.title ?? other.node;
  return (
    <div className={classes.portEdge}>
      <button
        type="button"
        onClick={() => {
          goTo(parts, other.node, null);
        }}
      >
        {t(side === "input" ? "ports.from" : "ports.to", { title, port: other.port })}
      </button>
      <Disconnect edge={edge} />
    </div>
  );
}
