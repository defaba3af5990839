/** What the tray says of all uploads together. */
import { type Queue, type UploadItem, isOpen } from "./queue";

export interface Summary {
  open: readonly UploadItem[];
  paused: readonly UploadItem[];
  exists: readonly UploadItem[];
  failed: readonly UploadItem[];
  done: number;
  /** Without those that were given up. */
  count: number;
  sent: number;
  size: number;
  /** Seconds to go at the present speed; `null` while nobody knows. */
  secondsLeft: number | null;
}

export function summarize({ items, speed }: Queue): Summary {
  const counted = items.filter(({ state }) => state !== "canceled");
  const open = items.filter(isOpen);
  const left = open.reduce((sum, { file, sent }) => sum + file.size - sent, 0);
  return {
    open,
    paused: items.filter(({ state }) => state === "paused"),
    exists: items.filter(({ state }) => state === "exists"),
    failed: items.filter(({ state }) => state === "failed"),
    done: items.filter(({ state }) => state === "done").length,
    count: counted.length,
    sent: counted.reduce((sum, { sent }) => sum + sent, 0),
    size: counted.reduce((sum, { file }) => sum + file.size, 0),
    secondsLeft: speed && open.length > 0 ? left / speed : null,
  };
}
