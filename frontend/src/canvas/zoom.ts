/** Level of detail: below a zoom a card is a coloured tile, above another its ports show their names. */
import { useStore, type ReactFlowState } from "@xyflow/react";

export type Detail = "far" | "middle" | "near";

const FAR = 0.4;
const NEAR = 1.15;

function detailOf({ transform: [, , zoom] }: ReactFlowState): Detail {
  if (zoom < FAR) return "far";
  return zoom > NEAR ? "near" : "middle";
}

/** Changes only when a threshold is crossed, so zooming renders nothing in between. */
export function useDetail(): Detail {
  return useStore(detailOf);
}
