/** How a state looks everywhere: a word, an icon, a tone. Never colour alone. */
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconCircleDashed,
  IconClock,
  IconHourglass,
  IconLoader2,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconRecycle,
  IconSquareRoundedX,
  IconX,
  type Icon,
} from "@tabler/icons-react";

export type Tone = "ok" | "bad" | "run" | "warn" | "reuse" | "mute";

export interface StatusLook {
  tone: Tone;
  icon: Icon;
  /** True while something is going on: the icon turns (unless motion is reduced). */
  isBusy?: boolean;
}

const looks: Record<string, StatusLook> = {
  NotStarted: { tone: "mute", icon: IconHourglass },
  Queued: { tone: "mute", icon: IconClock },
  Starting: { tone: "run", icon: IconPlayerPlay },
  Running: { tone: "run", icon: IconLoader2, isBusy: true },
  NotResponding: { tone: "warn", icon: IconPlugConnectedX },
  Finalizing: { tone: "run", icon: IconLoader2, isBusy: true },
  Completed: { tone: "ok", icon: IconCheck },
  Failed: { tone: "bad", icon: IconX },
  Canceled: { tone: "mute", icon: IconBan },
  Reused: { tone: "reuse", icon: IconRecycle },
  Skipped: { tone: "mute", icon: IconCircleDashed },
  Refused: { tone: "warn", icon: IconSquareRoundedX },
};

/** The states in the order of a life, for the legend and for filters. */
export const statusNames = Object.keys(looks).filter((name) => name !== "Refused");

/** Those that a whole, made of steps, can be in. */
export const runStates = ["Queued", "Running", "Completed", "Failed", "Canceled"];

export function statusLook(name: string): StatusLook {
  return looks[name] ?? { tone: "warn", icon: IconAlertTriangle };
}

/** Text and ground of a tone, as CSS values. */
export function toneColors(tone: Tone): { color: string; ground: string } {
  if (tone === "run") return { color: "var(--st-accent)", ground: "var(--st-accent-soft)" };
  if (tone === "mute") return { color: "var(--st-ink-2)", ground: "var(--st-sunken)" };
  return { color: `var(--st-${tone})`, ground: `var(--st-${tone}-soft)` };
}
