import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CREDIT, LogReader, type Source } from "./reader";

type Sink = Parameters<Source["open"]>[0];

/** A log that serves what it was asked for, as the socket does: in order, never more than the credit. */
class FakeLog implements Source {
  readonly pulls: [number, number][] = [];
  sink: Sink | null = null;
  clock = 0;
  closed = 0;
  constructor(readonly bytes: Uint8Array) {}

  open(sink: Sink) {
    this.sink = sink;
    return {
      pull: (offset: number, credit: number) => {
        this.pulls.push([offset, credit]);
      },
      close: () => {
        this.closed += 1;
      },
    };
  }

  read(start: number, end: number): Promise<Uint8Array> {
    return Promise.resolve(this.bytes.subarray(start, end));
  }

  now(): number {
    return this.clock;
  }

  /** Serves the newest pull in frames of `frame` bytes, as far as the log reaches. */
  serve(frame: number): boolean {
    const [offset, credit] = this.pulls.shift() ?? [this.bytes.length, 0];
    const end = Math.min(this.bytes.length, offset + credit);
    for (let at = offset; at < end; at += frame)
      this.sink?.onBytes(at, this.bytes.subarray(at, Math.min(end, at + frame)));
    return end > offset;
  }
}

const text = (lines: number): Uint8Array =>
  new TextEncoder().encode(Array.from({ length: lines }, (_, line) => `line ${line + 1} of the log\n`).join(""));

function readAll(log: FakeLog, window?: number): LogReader {
  const reader = new LogReader(log, 0, window);
  reader.start();
  while (log.serve(65_536));
  log.sink?.onEnd(log.bytes.length, "Completed");
  return reader;
}

describe("reading a log", () => {
  it("asks for more only when what it asked for has been taken in", () => {
    const log = new FakeLog(text(60_000));
    const reader = new LogReader(log, 0);
    reader.start();
    expect(log.pulls).toEqual([[0, CREDIT]]);
    log.serve(65_536);
    expect(log.pulls).toEqual([[CREDIT, CREDIT]]);
    expect(reader.document.size).toBe(CREDIT);
  });

  it("ends when the log has ended and every byte is here, in whichever order it hears of them", () => {
    const log = new FakeLog(text(10));
    const reader = new LogReader(log, 0);
    reader.start();
    log.sink?.onEnd(log.bytes.length, "Completed");
    expect(reader.state).toBe("reading");
    log.serve(10);
    expect(reader.state).toBe("ended");
    expect(reader.document.rowCount).toBe(10);
    expect(log.closed).toBe(1);
  });

  it("ends an empty log", () => {
    expect(readAll(new FakeLog(new Uint8Array())).state).toBe("ended");
  });

  it("shows the same rows whatever the frames", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), (frame) => {
        const log = new FakeLog(text(300));
        const reader = new LogReader(log, 0);
        reader.start();
        while (log.serve(frame));
        expect(Array.from({ length: 300 }, (_, row) => reader.document.row(row)?.text)).toEqual(
          Array.from({ length: 300 }, (_, row) => `line ${row + 1} of the log`),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("reads again what it let go, once", async () => {
    const log = new FakeLog(text(60_000));
    const reader = readAll(log, 300_000);
    const far = reader.document.rowCount - 5_000;
    expect(reader.document.row(far)).toBeUndefined();
    const changed = new Promise<void>((resolve) => {
      reader.watch(resolve);
    });
    reader.lookAt(far, far + 10);
    reader.lookAt(far, far + 10);
    await changed;
    expect(reader.document.row(far)?.text).toBe(`line ${far + 1} of the log`);
  });

  it("copies text that is not held, and folded lines as one", async () => {
    const log = new FakeLog(new TextEncoder().encode(`${"x".repeat(200_000)}\n`.repeat(3) + "line\n".repeat(60_000)));
    const reader = readAll(log, 1_000);
    const last = reader.document.rowCount - 1;
    expect(await reader.textOf(0, last)).toBe(`${"x".repeat(200_000)}\n`.repeat(3) + "line\n".repeat(59_999) + "line");
  });

  it("says so when a part cannot be read again, and tries again when asked", async () => {
    const log = new FakeLog(text(60_000));
    const reader = readAll(log, 300_000);
    const row = reader.document.rowCount - 5_000;
    const read = log.read.bind(log);
    log.read = () => Promise.reject(new Error("The studio's server cannot be reached."));
    const next = () =>
      new Promise<void>((resolve) => {
        const stop = reader.watch(() => {
          stop();
          resolve();
        });
      });
    reader.lookAt(row, row);
    await next();
    expect(reader.failure?.message).toContain("cannot be reached");
    log.read = read;
    reader.retry(row, row);
    await next();
    expect(reader.failure).toBeNull();
    expect(reader.document.row(row)).toBeDefined();
  });

  it("takes the node's word for when bytes were written", () => {
    const log = new FakeLog(text(2));
    const reader = readAll(log);
    reader.learnTimes([
      [18, 1_000],
      [36, 2_000],
    ]);
    expect([0, 18, 35].map((offset) => reader.timeAt(offset))).toEqual([1_000, 2_000, 2_000]);
  });

  it("else knows the time only of what came while it was open", () => {
    const log = new FakeLog(text(2));
    const reader = new LogReader(log, 18);
    reader.start();
    log.clock = 5_000;
    log.serve(18);
    expect(reader.timeAt(reader.document.row(0)?.start ?? 0)).toBeNull();
    expect(reader.timeAt(reader.document.row(1)?.start ?? 0)).toBe(5_000);
  });
});
