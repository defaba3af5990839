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

/** A trickle is shown with the next frame; of more rows than these at a time nobody reads each. */
const TRICKLE = 60;
/** While a log pours in, this many milliseconds lie between two paintings. */
const PAUSE = 60;
/** The more rows there are the more a painting costs: one more millisecond for so many. */
const ROWS_A_MILLISECOND = 5_000;

/** Tells the parts of the viewer when to draw what the reader has taken in: at once after a quiet time, else now and then. */
export class Repaint {
  private painted = 0;
  private paintedAt = -Infinity;
  private paintedRows = 0;
  private isWaiting = false;
  private stop: (() => void) | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly reader: LogReader) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.stop ??= this.reader.watch(() => {
      this.schedule();
    });
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.stop?.();
      this.stop = null;
    };
  };

  /** Grows with each painting. */
  readonly count = (): number => this.painted;

  private schedule(): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    const paint = () => {
      this.isWaiting = false;
      this.painted += 1;
      this.paintedAt = performance.now();
      this.paintedRows = this.reader.document.rowCount;
      for (const listener of this.listeners) listener();
    };
    const { rowCount } = this.reader.document;
    const least = (rowCount - this.paintedRows > TRICKLE ? PAUSE : 0) + rowCount / ROWS_A_MILLISECOND;
    const pause = least - (performance.now() - this.paintedAt);
    if (pause > 0) setTimeout(() => requestAnimationFrame(paint), pause);
    else requestAnimationFrame(paint);
  }
}

/** The reader of one attempt's log, and what tells of its changes. Draws nothing by itself. */
export function useLogReader(workspace: string, attempt: Attempt): { reader: LogReader; repaint: Repaint } {
  const [made] = useState(() => {
    const known = attempt.log_ended ? Infinity : attempt.log_size;
    const reader = new LogReader(sourceOf(workspace, attempt.id), known);
    return { reader, repaint: new Repaint(reader) };
  });
  const { reader } = made;
  useEffect(() => reader.start(), [reader]);
  return made;
}

/** Draws the component again at each painting. */
export function usePainted(repaint: Repaint): number {
  return useSyncExternalStore(repaint.subscribe, repaint.count);
}

/** Draws the component again when this fact of the reader has changed. */
export function useReaderFact<Fact>(repaint: Repaint, read: () => Fact): Fact {
  return useSyncExternalStore(repaint.subscribe, read);
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
