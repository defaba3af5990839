/** A WebSocket whose far end is the test: it opens, answers, loses and listens as told. */
export class FakeSocket {
  static made: FakeSocket[] = [];
  binaryType = "blob";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: unknown[] = [];

  constructor(readonly address: string) {
    FakeSocket.made.push(this);
  }

  static get latest(): FakeSocket {
    const socket = FakeSocket.made.at(-1);
    if (!socket) throw new Error("Nobody has connected.");
    return socket;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.onclose?.();
  }

  opens(): void {
    this.onopen?.();
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** A binary frame of the log: attempt, offset, payload. */
  sendsLog(attempt: string, offset: number, text: string): void {
    const payload = new TextEncoder().encode(text);
    const frame = new Uint8Array(24 + payload.length);
    const hex = attempt.replaceAll("-", "");
    for (let at = 0; at < 16; at += 1) frame[at] = parseInt(hex.slice(at * 2, at * 2 + 2), 16);
    new DataView(frame.buffer).setBigUint64(16, BigInt(offset));
    frame.set(payload, 24);
    this.onmessage?.({ data: frame.buffer });
  }
}
