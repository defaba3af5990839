/** Reads an attempt's log into a document: live bytes by credit, what was let go by range. */
import { LogDocument, type Chapter } from "./document";
import type { Row } from "./row";
import { Terminal } from "./terminal";
import { Times } from "./times";

/** Bytes asked for at a time; the next are asked for when these have been taken in. */
export const CREDIT = 512 * 1024;

export interface Source {
  open(sink: {
    onBytes(offset: number, bytes: Uint8Array): void;
    onEnd(size: number, state: string): void;
    onRefused(code: number): void;
  }): { pull(offset: number, credit: number): void; close(): void };
  /** Exact bytes `[start, end)`. */
  read(start: number, end: number): Promise<Uint8Array>;
  now(): number;
}

export type ReaderState = "reading" | "ended" | "refused";

export class LogReader {
  readonly document: LogDocument;
  /** When bytes were written, as the node noted it. */
  readonly written = new Times();
  private readonly arrived = new Times();
  state: ReaderState = "reading";
  /** Set when a part that had been let go could not be read again. */
  failure: Error | null = null;
  private focus = 0;
  private credit = 0;
  private size: number | null = null;
  private stream: { pull(offset: number, credit: number): void; close(): void } | null = null;
  private readonly asked = new Set<Chapter>();
  private readonly watchers = new Set<() => void>();

  /** `known` is how many bytes the log had when the page asked: later ones arrive as they are written. */
  constructor(
    private readonly source: Source,
    known: number,
    window?: number,
  ) {
    this.document = new LogDocument(window);
    if (known > 0) this.arrived.add(known, null);
  }

  /** Starts to read where it stopped. Returns how to stop. */
  start(): () => void {
    if (this.state === "reading") {
      this.stream = this.source.open({
        onBytes: (_offset, bytes) => {
          this.take(bytes);
        },
        onEnd: (size) => {
          this.size = size;
          this.finishIfComplete();
        },
        onRefused: () => {
          this.state = "refused";
          this.changed();
        },
      });
      this.pull();
    }
    return () => {
      this.stream?.close();
      this.stream = null;
    };
  }

  /** Takes pairs of (offset, epoch milliseconds): the bytes before the offset were written by then. */
  learnTimes(pairs: readonly (readonly number[])[]): void {
    for (const [offset, moment] of pairs) this.written.add(offset ?? 0, moment ?? null);
    this.changed();
  }

  /** When the byte at `offset` was written, else when it arrived here while the page was open; epoch milliseconds. */
  timeAt(offset: number): number | null {
    return this.written.at(offset) ?? this.arrived.at(offset);
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  }

  /** Tells which rows are looked at: they and what is around them are held, and read again if they were let go. */
  lookAt(from: number, to: number): void {
    this.focus = (from + to) / 2;
    if (this.failure) return;
    for (const chapter of this.document.missing(from, to)) {
      if (!this.asked.has(chapter)) void this.fetch(chapter);
    }
  }

  retry(from: number, to: number): void {
    this.failure = null;
    this.lookAt(from, to);
    this.changed();
  }

  /** The text of the rows from `from` to `to`, both included, held or not; folded lines are whole again. */
  async textOf(from: number, to: number): Promise<string> {
    const parts: string[] = [];
    let row = from;
    while (row <= to) {
      const [gap] = this.document.missing(row, row);
      const rows = gap ? await this.rowsOf(gap) : null;
      const end = gap ? Math.min(to + 1, gap.to.row) : row + 1;
      for (; row < end; row += 1) {
        const found = rows ? rows[row - (gap?.from.row ?? 0)] : this.document.row(row);
        if (row > from && found?.folded !== true) parts.push("\n");
        parts.push(found?.text ?? "");
      }
    }
    return parts.join("");
  }

  private async rowsOf(chapter: Chapter): Promise<Row[]> {
    const bytes = await this.source.read(chapter.from.offset, chapter.to.offset);
    const terminal = new Terminal(chapter.from);
    terminal.feed(bytes);
    return terminal.rows.slice(0, chapter.to.row - chapter.from.row);
  }

  private take(bytes: Uint8Array): void {
    this.document.append(bytes, this.focus);
    this.arrived.add(this.document.size, this.source.now());
    this.credit -= bytes.length;
    if (this.credit <= 0) this.pull();
    this.finishIfComplete();
    this.changed();
  }

  private pull(): void {
    this.credit = CREDIT;
    this.stream?.pull(this.document.size, CREDIT);
  }

  private finishIfComplete(): void {
    if (this.size === null || this.document.size < this.size || this.state === "ended") return;
    this.document.end();
    this.state = "ended";
    this.stream?.close();
    this.changed();
  }

  private async fetch(chapter: Chapter): Promise<void> {
    this.asked.add(chapter);
    try {
      this.document.restore(chapter, await this.rowsOf(chapter), this.focus);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.failure = error;
    } finally {
      this.asked.delete(chapter);
      this.changed();
    }
  }

  private changed(): void {
    for (const watcher of this.watchers) watcher();
  }
}
