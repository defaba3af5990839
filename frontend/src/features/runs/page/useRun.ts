import { replaceEqualDeep, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { runKeys, runQueries, type Run } from "@/api/runs";
import { Coalescer } from "@/live/coalesce";
import { useTopic } from "@/live/useTopic";

/** At most one request in this time, however often the run changes, in milliseconds. */
const INTERVAL = 100;

/** The newer of two answers: one that was overtaken on its way never takes the page back. */
export function newest(known: Run | undefined, arrived: Run): Run {
  if (known && known.id === arrived.id && known.seq > arrived.seq) return known;
  return replaceEqualDeep(known, arrived) as Run;
}

/** A run, kept fresh while the page is open. */
export function useRun(workspace: string, id: string) {
  const queries = useQueryClient();
  const [refresh] = useState(
    () =>
      new Coalescer<readonly unknown[]>(
        (keys) => Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey }))),
        INTERVAL,
      ),
  );
  useTopic(`run:${id}`, () => {
    // The key of the run is the beginning of the keys of its steps' metrics, files and events.
    refresh.add(id, runKeys.detail(workspace, id));
  });
  useEffect(() => () => { refresh.stop(); }, [refresh]);
  return useQuery({
    ...runQueries.detail(workspace, id),
    structuralSharing: (known, arrived) => newest(known as Run | undefined, arrived as Run),
  });
}
