/** Automatic layout, worked out in a web worker so that no input waits for it. */
import ELK, { type ELK as Elk } from "elkjs/lib/elk-api";
import ElkWorker from "elkjs/lib/elk-worker.min.js?worker";
import type { Kinds } from "@/graph/kinds";
import type { PipelineDocument } from "@/graph/document";
import type { Positions } from "@/graph/edit";
import { elkGraph, positionsOf } from "./elkGraph";

let elk: Elk | undefined;

/** New positions for `only` (all nodes when left out), on the grid. The worker starts with the first call. */
export async function layout(
  document: PipelineDocument,
  kinds: Kinds,
  only?: readonly string[],
): Promise<Positions> {
  elk ??= new ELK({ workerFactory: () => new ElkWorker() });
  const chosen = new Set(only ?? document.nodes.map((node) => node.id));
  return positionsOf(document, await elk.layout(elkGraph(document, kinds, chosen)));
}
