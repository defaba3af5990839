import { useEffect, useEffectEvent, useRef } from "react";
import type { LogSearch } from "./useLogSearch";

type Direction = 1 | -1;

/**
 * Steps from match to match. A step asked for while the search has nothing to step to (Enter comes right after the
 * last letter) is taken as soon as it has. `isCurrent` says whether the search is for what stands in the field.
 */
export function useMatchSteps(
  { rows, isComplete }: Pick<LogSearch, "rows" | "isComplete">,
  isCurrent: boolean,
  take: (direction: Direction) => void,
): (direction: Direction) => void {
  const asked = useRef<Direction | null>(null);
  const isReady = isCurrent && (rows.length > 0 || isComplete);
  const takeAsked = useEffectEvent(() => {
    const direction = asked.current;
    asked.current = null;
    if (direction !== null) take(direction);
  });
  useEffect(() => {
    if (isReady) takeAsked();
  }, [isReady, rows]);
  return (direction) => {
    if (isReady) take(direction);
    else asked.current = direction;
  };
}
