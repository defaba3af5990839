import { useCallback } from "react";
import { useSearchParams } from "react-router";

/**
 * The query part of the address as state. Changing a filter replaces the entry; `push` makes a step that
 * the back button returns from. Empty values leave the address.
 */
export function useQueryParams(): [
  URLSearchParams,
  (changes: Record<string, string | null | undefined>, push?: boolean) => void,
] {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (changes: Record<string, string | null | undefined>, push = false) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) after.set(name, value);
            else after.delete(name);
          }
          return after;
        },
        { replace: !push },
      ),
    [setParams],
  );
  return [params, change];
}
