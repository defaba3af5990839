import { useEffect, useState, useSyncExternalStore } from "react";
import { readLog } from "@/api/logs";
import { readLogTimes, TIMES_A_PAGE } from "@/api/logTimes";
import { ApiError } from "@/api/errors";
import type { Attempt } from "@/api/steps";
import { openLog } from "@/live/openLog";
import { LogReader, type Source } from "../log/reader";

function sourceOf(workspace: string, attempt: string): Source {
  return {
    open: (sink) => openLog(attempt, sink),
    read: (start, end) => readLog(workspace, attempt, start, end),
    now: () => Date.now(),
  };
}

/** Rows a millisecond of waiting is worth: a long log is repainted less often, so that typing stays smooth. */
const ROWS_A_MILLISECOND = 2_500;

/** Tells React of a reader's changes once a frame at most. */
class Repaint {
  private painted = 0;

  constructor(private readonly reader: LogReader) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    let isWaiting = false;
    let isOver = false;
    const paint = () => {
      isWaiting = false;
      if (isOver) return;
      this.painted += 1;
      listener();
    };
    const stop = this.reader.watch(() => {
      if (isWaiting) return;
      isWaiting = true;
      const pause = Math.floor(this.reader.document.rowCount / ROWS_A_MILLISECOND);
      if (pause > 16) setTimeout(() => requestAnimationFrame(paint), pause);
      else requestAnimationFrame(paint);
    });
    return () => {
      isOver = true;
      stop();
    };
  };

  readonly snapshot = (): number => this.painted;
}

/** The reader of one attempt's log, and a number that changes when it has more to show. */
export function useLogReader(workspace: string, attempt: Attempt): { reader: LogReader; painted: number } {
  const [{ reader, repaint }] = useState(() => {
    const known = attempt.log_ended ? Infinity : attempt.log_size;
    const made = new LogReader(sourceOf(workspace, attempt.id), known);
    return { reader: made, repaint: new Repaint(made) };
  });
  const painted = useSyncExternalStore(repaint.subscribe, repaint.snapshot);
  useEffect(() => reader.start(), [reader]);
  return { reader, painted };
}

/** Learns when the lines were written; only once somebody wants to see it. */
export function useWrittenTimes(reader: LogReader, workspace: string, attempt: Attempt, isShown: boolean): void {
  const { id, log_ended: isOver } = attempt;
  useEffect(() => {
    if (!isShown) return;
    const abort = new AbortController();
    const learn = async () => {
      for (;;) {
        const times = await readLogTimes(workspace, id, reader.written.last, abort.signal);
        reader.learnTimes(times);
        if (times.length < TIMES_A_PAGE) return;
      }
    };
    learn().catch((error: unknown) => {
      // Lines without a time say so themselves; the log is not less readable.
      if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
    });
    return () => {
      abort.abort();
    };
    // Once more when the log is over: then the node's own times are there for all of it.
  }, [reader, workspace, id, isShown, isOver]);
}
