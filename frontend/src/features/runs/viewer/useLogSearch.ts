import { useEffect, useEffectEvent, useState } from "react";
import { searchLog } from "@/api/logs";
import { ApiError } from "@/api/errors";
import { matcherOf, Search, type Matcher, type Query } from "../log/search";
import type { LogReader } from "../log/reader";
import type { Chapter } from "../log/document";
import { useReaderFact, type Repaint } from "./useLogReader";

/** How long one look through the log may take before the page gets its turn, in milliseconds. */
const BUDGET = 8;

export interface LogSearch {
  find: Matcher | null;
  /** Rows, ascending. */
  rows: number[];
  offsets: number[];
  isComplete: boolean;
  /** Set when the query is no regular expression, or when the server could not search. */
  problem: "pattern" | "server" | null;
}

const NOTHING: LogSearch = { find: null, rows: [], offsets: [], isComplete: true, problem: null };

/** Searches the log while it grows. */
export function useLogSearch(
  reader: LogReader,
  repaint: Repaint,
  address: { workspace: string; attempt: string },
  query: Query,
): LogSearch {
  const [state, setState] = useState<{ query: Query; search: Search | null; found: LogSearch }>(() => begin(reader, query));
  if (state.query.text !== query.text || state.query.regex !== query.regex) setState(begin(reader, query));
  const { search } = state;
  const [gaps, setGaps] = useState(0);

  const publish = useEffectEvent((problem: LogSearch["problem"], isComplete: boolean) => {
    setState((before) => {
      if (before.search !== search || !search) return before;
      const { matches } = search;
      const known = before.found;
      const isSame = known.rows.length === matches.length && known.isComplete === isComplete && known.problem === problem;
      if (isSame) return before;
      const found = {
        find: search.find,
        rows: matches.map((match) => match.row),
        offsets: matches.map((match) => match.offset),
        isComplete,
        problem,
      };
      return { ...before, found };
    });
  });

  useEffect(() => {
    if (!search) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const work = () => {
      const isDone = search.step(BUDGET);
      setGaps(search.gaps.length);
      publish(null, isDone && search.open.length === 0);
      if (!isDone) timer = setTimeout(work);
    };
    work();
    const stop = repaint.subscribe(() => {
      clearTimeout(timer);
      work();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [search, repaint]);

  const { workspace, attempt } = address;
  const isDone = useReaderFact(repaint, () => reader.state) === "ended";
  useEffect(() => {
    if (!search || search.open.length === 0 || !isDone) return;
    const abort = new AbortController();
    const open = search.open;
    askServer(workspace, attempt, state.query, open, abort.signal).then(
      (offsets) => {
        if (abort.signal.aborted) return;
        search.add(offsets, open);
        publish(null, true);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        publish("server", false);
      },
    );
    return () => {
      abort.abort();
    };
  }, [search, gaps, isDone, workspace, attempt, state.query]);

  return state.found;
}

function begin(reader: LogReader, query: Query): { query: Query; search: Search | null; found: LogSearch } {
  const find = query.text === "" ? null : matcherOf(query);
  const problem = query.text !== "" && !find ? "pattern" : null;
  return { query, search: find ? new Search(reader.document, find) : null, found: { ...NOTHING, find, problem, isComplete: find === null } };
}

/** Offsets of the matching lines in the parts that are not held. */
async function askServer(
  workspace: string,
  attempt: string,
  query: Query,
  gaps: readonly Chapter[],
  signal: AbortSignal,
): Promise<number[]> {
  const offsets: number[] = [];
  const end = gaps.at(-1)?.to.offset ?? 0;
  const first = gaps[0]?.from.offset ?? 0;
  let after = first > 0 ? first - 1 : undefined;
  for (;;) {
    const asked = { q: query.text, regex: query.regex, after_offset: after };
    const { matches, complete, next_offset } = await searchLog(workspace, attempt, asked, signal);
    offsets.push(...matches.map((match) => match.offset));
    if (complete || next_offset >= end) return offsets;
    after = next_offset;
  }
}
