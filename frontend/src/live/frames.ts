/** The frames of the live socket: JSON text both ways, and log bytes as binary. Their types are the API's own. */
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type ClientFrame = Schemas["ClientFrame"];
export type ServerFrame = Schemas["ServerFrame"];

export interface LogBytes {
  attempt: string;
  offset: number;
  bytes: Uint8Array;
}

const headerSize = 24;

/** Read a binary frame: 16 bytes attempt UUID, 8 bytes big-endian offset, payload. */
export function parseLogFrame(frame: ArrayBuffer): LogBytes {
  if (frame.byteLength < headerSize) throw new RangeError(`A log frame of ${frame.byteLength} bytes has no header.`);
  const hex = Array.from(new Uint8Array(frame, 0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const attempt = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  return {
    attempt,
    offset: Number(new DataView(frame).getBigUint64(16)),
    bytes: new Uint8Array(frame, headerSize),
  };
}
