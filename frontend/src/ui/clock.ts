/** One clock for all that ticks on a page: a timer runs only while somebody looks. */
import { useSyncExternalStore } from "react";

const tick = 1000;
const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    now = Date.now();
    watchers.forEach((each) => each());
  }, tick);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const still = () => () => {};

/** The time in milliseconds, renewed each second. With `isTicking` false it stands still and costs nothing. */
export function useNow(isTicking = true): number {
  return useSyncExternalStore(isTicking ? watch : still, () => {
    // A fresh clock for the first reader after a pause.
    if (timer === undefined && Math.abs(Date.now() - now) > tick) now = Date.now();
    return now;
  });
}
