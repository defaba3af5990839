import { useEffect, useEffectEvent } from "react";

/** What is done for a key (`w`, `Home`, `/`) or for two in a row (`g f`). */
export type KeyMap = Readonly<Record<string, () => void>>;

/** Two keys in a row are one command when the second comes within this time, in milliseconds. */
const TOGETHER = 1_000;

interface Press {
  key: string;
  /** Milliseconds, as of the event. */
  at: number;
}

let latest: Press | null = null;
let previous: Press | null = null;

if (typeof window !== "undefined") {
  // Before every other listener of the same key press: these then know the key before it.
  window.addEventListener(
    "keydown",
    ({ key, timeStamp }) => {
      previous = latest && timeStamp - latest.at < TOGETHER ? latest : null;
      latest = { key, at: timeStamp };
    },
    { capture: true },
  );
}

/** Listens to keys on the whole page, but for those typed into a field; arrow keys are left to widgets that use them. */
export function useKeys(map: KeyMap): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    // The key after a `g` belongs to the two of them: nobody takes it for itself.
    const action = previous?.key === "g" ? map[`g ${event.key}`] : map[event.key];
    if (!action || (event.key.startsWith("Arrow") && hasOwnArrows(event.target))) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      pressed(event);
    };
    window.addEventListener("keydown", listener);
    return () => {
      window.removeEventListener("keydown", listener);
    };
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest("[role=dialog],[role=menu]") !== null;
}

function hasOwnArrows(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=tablist],[role=log],[role=application],[role=separator],[role=grid],[role=slider]") !== null;
}
