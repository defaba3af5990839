/** One step as a card; from far away, a tile of its colour. */
import type { NodeProps } from "@xyflow/react";
import { memo, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { toneColors } from "@/ui/status";
import { useCanvasActions, useHeldEdge } from "./context";
import { portOffsets } from "./geometry";
import { KindIcon } from "./icons";
import { cardLine } from "./line";
import { PortHandle, RunAfterHandle } from "./PortHandle";
import type { StepData, StepFlowNode } from "./flow";
import type { CardStatus } from "./types";
import { useDetail } from "./zoom";
import classes from "./canvas.module.css";

export function cardId(node: string): string {
  return `step-${node}`;
}

export function StepNode({ data, selected }: NodeProps<StepFlowNode>) {
  return useDetail() === "far" ? <Tile data={data} selected={selected} /> : <Card data={data} selected={selected} />;
}

interface CardProps {
  readonly data: StepData;
  readonly selected: boolean;
}

const Tile = memo(function Tile({ data: { node, kind, status }, selected }: CardProps) {
  return (
    <div
      id={cardId(node.id)}
      role="group"
      aria-label={node.title || kind?.title || node.kind}
      className={classes.tile}
      data-tone={status?.tone}
      data-selected={selected || undefined}
    />
  );
});

const Card = memo(function Card({ data, selected }: CardProps) {
  const { node, kind, status } = data;
  const { renaming } = useCanvasActions();
  const title = node.title || kind?.title || node.kind;
  return (
    <div
      id={cardId(node.id)}
      role="group"
      aria-label={title}
      aria-description={status ? `${status.word}. ${status.line ?? ""}` : undefined}
      className={classes.card}
      data-selected={selected || undefined}
      data-tone={status?.tone}
      data-faded={useFaded(data) || undefined}
    >
      <span className={classes.kind}>
        <KindIcon name={kind?.icon} />
      </span>
      <span className={classes.words}>
        {renaming === node.id ? <Rename node={node.id} title={title} /> : <b>{title}</b>}
        <span className={classes.line}>{status?.line ?? cardLine(node, kind)}</span>
      </span>
      {status && <StatusMark status={status} />}
      {status?.progress !== undefined && <Hairline progress={status.progress} />}
      <Ports data={data} title={title} />
    </div>
  );
});

function StatusMark({ status: { icon: Icon, word, tone, isBusy } }: { status: CardStatus }) {
  return (
    <span className={classes.status} style={{ color: toneColors(tone).color }} title={word} role="img" aria-label={word}>
      <Icon size={17} className={isBusy ? classes.busy : undefined} aria-hidden />
    </span>
  );
}

function Hairline({ progress }: { progress: number | null }) {
  const width = progress === null ? undefined : `${Math.round(progress * 100)}%`;
  return <span className={classes.hairline} data-endless={progress === null || undefined} style={{ width }} />;
}

const Ports = memo(function Ports({ data: { node, inputs, outputs, kind }, title }: { data: StepData; title: string }) {
  const inputAt = portOffsets(inputs.length);
  const outputAt = portOffsets(outputs.length);
  const titleOf = (name: string, side: "inputs" | "outputs") =>
    kind?.[side].find((port) => port.name === name)?.title || name;
  return (
    <>
      <RunAfterHandle side="target" node={node.id} title={title} />
      <RunAfterHandle side="source" node={node.id} title={title} />
      {inputs.map((port, index) => (
        <PortHandle
          key={`in:${port.name}`}
          side="target"
          node={node.id}
          title={title}
          name={port.name}
          label={titleOf(port.name, "inputs")}
          type={port.type}
          optional={port.optional}
          at={inputAt[index] ?? 0}
        />
      ))}
      {outputs.map((port, index) => (
        <PortHandle
          key={`out:${port.name}`}
          side="source"
          node={node.id}
          title={title}
          name={port.name}
          label={titleOf(port.name, "outputs")}
          type={port.type}
          at={outputAt[index] ?? 0}
        />
      ))}
    </>
  );
});

/** While an edge is held, a card fades when none of its ports can take it. */
function useFaded({ node, inputs, outputs }: StepData): boolean {
  const held = useHeldEdge();
  if (!held || held.held.node === node.id) return false;
  if (held.kind === "run_after") return held.judge({ node: node.id, port: "" }) !== null;
  const ports = held.side === "source" ? inputs : outputs;
  return !ports.some((port) => held.judge({ node: node.id, port: port.name }) === null);
}

function Rename({ node, title }: { node: string; title: string }) {
  const { rename } = useCanvasActions();
  const { t } = useTranslation("canvas");
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === "Enter") rename(node, event.currentTarget.value);
    if (event.key === "Escape") rename(node, null);
  };
  return (
    <input
      className={`${classes.rename} nodrag nopan`}
      aria-label={t("rename")}
      defaultValue={title}
      autoFocus
      onFocus={(event) => {
        event.currentTarget.select();
      }}
      onBlur={(event) => {
        rename(node, event.currentTarget.value);
      }}
      onKeyDown={onKeyDown}
    />
  );
}

