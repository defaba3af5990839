/** Where a new step goes, and what it is made of. */
import { CARD, cardAt } from "@/canvas";
import type { BlobRef } from "@/api/blobs";
import type { GraphNode, PipelineDocument, Position } from "@/graph/document";
import type { StepKind } from "@/graph/kinds";

const GAP = 56;
const STEP = 24;

/** `at`, moved until no card lies under it. */
export function freeSpot(document: PipelineDocument, at: Position): Position {
  const taken = ({ x, y }: Position) =>
    document.nodes.some(
      ({ position }) => Math.abs(position.x - x) < CARD.width * 0.6 && Math.abs(position.y - y) < CARD.height * 0.6,
    );
  let spot = at;
  while (taken(spot)) spot = { x: spot.x + STEP, y: spot.y + STEP };
  return spot;
}

/** Below a step that the new one is connected to, beside those already there. */
export function spotBelow(document: PipelineDocument, node: GraphNode): Position {
  const y = node.position.y + CARD.height + GAP;
  let { x } = node.position;
  const taken = () =>
    document.nodes.some(
      ({ position }) => Math.abs(position.y - y) < CARD.height && Math.abs(position.x - x) < CARD.width + STEP,
    );
  while (taken()) x += CARD.width + STEP * 2;
  return { x, y };
}

export function spotAround(document: PipelineDocument, point: Position): Position {
  return freeSpot(document, cardAt(point));
}

export const FIRST_SCRIPT = "main.py";

export const SCRIPT_TEMPLATE = `"""What this step does."""
import argparse

parser = argparse.ArgumentParser()
# parser.add_argument("--input")
arguments = parser.parse_args()

print("hello from", __file__)
`;

/** A new step of a kind. `script` is the first file of kinds that start one. */
export function makeNode(id: string, kind: StepKind, position: Position, script: BlobRef | null): GraphNode {
  return {
    id,
    kind: kind.name,
    kind_version: kind.version,
    title: kind.title,
    settings: script ? { script_name: FIRST_SCRIPT } : {},
    source: script ? { [FIRST_SCRIPT]: script } : kind.has_source ? {} : null,
    inputs: [],
    outputs: [],
    position,
    comment: "",
  };
}
