/** A log as a stream of bytes: asked for with credit, delivered in order and once, over any number of connections. */
import { type LiveSocket, liveSocket } from "./socket";

export interface LogSink {
  /** Subscribed, first or again. A sink that has this pulls by itself; else what was asked for is asked again. */
  onOpen?(): void;
  /** The line is lost; `onOpen` follows when it is back. */
  onDown?(): void;
  /** The next bytes; `offset` is always where the bytes before ended. */
  onBytes(offset: number, bytes: Uint8Array): void;
  /** The log is complete: `size` bytes in all, the attempt ended in `state`. */
  onEnd(size: number, state: string): void;
  /** The server does not give this log (4404: not there for you). */
  onRefused?(code: number): void;
}

export interface OpenLog {
  /** Ask for up to `credit` bytes from `offset` on (at most 1 MiB); replaces what was asked before. */
  pull(offset: number, credit: number): void;
  close(): void;
}

export function openLog(attempt: string, sink: LogSink, socket: LiveSocket = liveSocket): OpenLog {
  const topic = `log:${attempt}`;
  let next = 0;
  let credit = 0;

  const ask = () => {
    if (credit > 0) socket.send({ op: "pull", topic, offset: next, credit });
  };
  const close = socket.listen(topic, {
    onSubscribed: () => (sink.onOpen ? sink.onOpen() : ask()),
    onLost: () => sink.onDown?.(),
    onBytes: ({ offset, bytes }) => {
      const known = next - offset;
      // Bytes of an older pull, or of before a reconnect: seen already, or beyond a gap that a new pull will fill.
      if (known < 0 || known >= bytes.length) return;
      const fresh = known === 0 ? bytes : bytes.subarray(known);
      const start = next;
      next += fresh.length;
      credit = Math.max(0, credit - fresh.length);
      sink.onBytes(start, fresh);
    },
    onLogEnd: ({ offset, state }) => sink.onEnd(offset, state),
    onRefused: (code) => sink.onRefused?.(code),
  });
  return {
    pull(offset, bytes) {
      next = offset;
      credit = bytes;
      ask();
    },
    close,
  };
}
