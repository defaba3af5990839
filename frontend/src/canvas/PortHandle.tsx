/** A port: colour and shape say its type, a label its name; it fades when it cannot take the edge in hand. */
import { Handle, Position as Place } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { PortType } from "@/graph/document";
import type { Side } from "@/graph/connect";
import { useCanvasActions, useHeldEdge, type HeldEdge } from "./context";
import { handleId, RUN_AFTER_HANDLE } from "./flow";
import classes from "./canvas.module.css";

interface PortHandleProps {
  readonly side: Side;
  readonly node: string;
  /** Title of the step. */
  readonly title: string;
  readonly name: string;
  readonly label: string;
  readonly type: PortType;
  readonly optional?: boolean;
  readonly at: number;
}

export const PortHandle = memo(function PortHandle(props: PortHandleProps) {
  const { side, node, title, name, label, type, optional, at } = props;
  const { t } = useTranslation("canvas");
  const { readOnly } = useCanvasActions();
  const held = useHeldEdge();
  const isInput = side === "target";
  const spoken = t(isInput ? "port.input" : "port.output", { title, port: name });
  return (
    <Handle
      type={side}
      position={isInput ? Place.Top : Place.Bottom}
      id={handleId(name)}
      className={classes.port}
      style={{ left: at }}
      isConnectable={!readOnly}
      data-type={type}
      data-side={side}
      data-optional={optional || undefined}
      data-state={portState(held, side, { node, port: name })}
      role="img"
      aria-label={spoken}
    >
      <span className={classes.portLabel} data-side={side}>
        {label}
        <i>{t(`type.${type}`)}</i>
      </span>
    </Handle>
  );
});

interface RunAfterHandleProps {
  readonly side: Side;
  readonly node: string;
  readonly title: string;
}

/** The ends at a card's sides: an order without data. */
export function RunAfterHandle({ side, node, title }: RunAfterHandleProps) {
  const { t } = useTranslation("canvas");
  const { readOnly } = useCanvasActions();
  const held = useHeldEdge();
  return (
    <Handle
      type={side}
      position={side === "target" ? Place.Left : Place.Right}
      id={RUN_AFTER_HANDLE}
      className={classes.runAfter}
      isConnectable={!readOnly}
      data-state={portState(held, side, { node, port: "" })}
      role="img"
      aria-label={t(side === "target" ? "port.after" : "port.before", { title })}
      title={t(side === "target" ? "port.afterHint" : "port.beforeHint")}
    />
  );
}

/** `open` takes the held edge, `closed` does not; nothing while no edge is held or it is the held end itself. */
function portState(held: HeldEdge | null, side: Side, address: { node: string; port: string }) {
  if (!held) return undefined;
  const isHeld = held.held.node === address.node && held.held.port === address.port && held.side === side;
  if (isHeld) return "held";
  const joins = held.side !== side && (held.kind === "run_after") === (address.port === "");
  return joins && held.judge(address) === null ? "open" : "closed";
}
