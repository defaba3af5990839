/** Says beside the pointer why the port or card under it does not take the edge in hand. */
import { useConnection, useStore, type ReactFlowState } from "@xyflow/react";
import { fittingPorts, type Refusal } from "@/graph/connect";
import type { PipelineDocument } from "@/graph/document";
import { inputsOf, outputsOf, type Kinds } from "@/graph/kinds";
import { useHeldEdge, type HeldEdge } from "./context";
import { portOf } from "./flow";
import { useRefusalWords } from "./refusal";
import classes from "./canvas.module.css";

interface ConnectionHintProps {
  readonly document: PipelineDocument;
  readonly kinds: Kinds;
  /** The card under the pointer. */
  readonly over: string | null;
}

const viewport = ({ transform }: ReactFlowState) => transform;

export function ConnectionHint({ document, kinds, over }: ConnectionHintProps) {
  const held = useHeldEdge();
  const [x, y, zoom] = useStore(viewport);
  const words = useRefusalWords();
  const { to, handle } = useConnection((connection) => ({ to: connection.to, handle: connection.toHandle }));
  if (!held || !to) return null;
  const refusal = handle
    ? held.judge({ node: handle.nodeId, port: portOf(handle.id) })
    : over && over !== held.held.node
      ? cardRefusal(document, kinds, held, over)
      : null;
  if (!refusal) return null;
  return (
    <div className={classes.hint} role="status" style={{ left: to.x * zoom + x + 14, top: to.y * zoom + y - 34 }}>
      {words(refusal)}
    </div>
  );
}

/** Why no port of the card takes the edge: the first reason that is about types, else the first. */
function cardRefusal(document: PipelineDocument, kinds: Kinds, held: HeldEdge, node: string): Refusal | null {
  if (held.kind === "run_after") return held.judge({ node, port: "" });
  if (fittingPorts(document, kinds, held.judge, held.side, node).length > 0) return null;
  const found = document.nodes.find((candidate) => candidate.id === node);
  if (!found) return null;
  const ports = held.side === "source" ? inputsOf(found, kinds[found.kind]) : outputsOf(found, kinds[found.kind]);
  const refusals = ports.map((port) => held.judge({ node, port: port.name })).filter((refusal) => refusal !== null);
  if (refusals.length === 0) return { code: held.side === "source" ? "no_inputs" : "no_outputs" };
  return refusals.find((refusal) => refusal.code !== "type_mismatch") ?? refusals[0] ?? null;
}
