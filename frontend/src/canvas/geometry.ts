/** Where things are on a card. Sizes are fixed, so React Flow measures nothing and far-away cards cost nothing. */
import type { Position } from "@/graph/document";

export const CARD = { width: 236, height: 62 } as const;
export const GRID = 8;
const PORT = 12;
const RUN_AFTER = { width: 10, height: 18 };

export interface PortSpot {
  /** Centre of the port, from the card's top left corner. */
  readonly x: number;
  readonly y: number;
}

/**
 * Spreads `count` ports evenly over the card, whole grid steps away from its middle: cards on the grid can then stand
 * with any two ports exactly above each other. Too many ports for the grid are spread without it.
 */
export function portOffsets(count: number): number[] {
  const even = CARD.width / (count + 1);
  const unit = count % 2 === 0 ? 2 * GRID : GRID;
  const onGrid = Math.round(even / unit) * unit;
  const fits = onGrid > PORT && onGrid * (count - 1) < CARD.width - 2 * PORT;
  const step = fits ? onGrid : even;
  const first = CARD.width / 2 - (step * (count - 1)) / 2;
  return Array.from({ length: count }, (_, index) => Math.round(first + index * step));
}

export type HandleSide = "top" | "bottom" | "left" | "right";

export function handleBox(side: HandleSide, offset: number): { x: number; y: number; width: number; height: number } {
  const centre = {
    top: { x: offset, y: 0 },
    bottom: { x: offset, y: CARD.height },
    left: { x: 0, y: CARD.height / 2 },
    right: { x: CARD.width, y: CARD.height / 2 },
  }[side];
  const isPort = side === "top" || side === "bottom";
  const { width, height } = isPort ? { width: PORT, height: PORT } : RUN_AFTER;
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
}

/** Puts a card with its middle at a point of the document, on the grid. */
export function cardAt(point: Position): Position {
  return { x: snap(point.x - CARD.width / 2), y: snap(point.y - CARD.height / 2) };
}

export function snap(value: number): number {
  return Math.round(value / GRID) * GRID;
}
