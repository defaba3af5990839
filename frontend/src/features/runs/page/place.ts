/** Where one stands on a run's page: all of it is in the address, so reload and back keep it. */
import { useSearchParams } from "react-router";
import { formatLines, parseLines, type LineRange } from "../viewer/lineRange";

export const STEP_TABS = ["overview", "log", "metrics", "data", "files", "code"] as const;
export type StepTab = (typeof STEP_TABS)[number];
export const DRAWER_TABS = ["steps", "timeline", "events"] as const;
export type DrawerTab = (typeof DRAWER_TABS)[number];

export interface Place {
  /** Node id of the selected step. */
  readonly step: string | null;
  readonly tab: StepTab;
  /** Number of the attempt; null is the newest. */
  readonly attempt: number | null;
  readonly lines: LineRange | null;
  readonly drawer: DrawerTab;
  /** The form that is open in place of the step. */
  readonly form: "again" | "publish" | null;
}

export function readPlace(address: URLSearchParams): Place {
  const attempt = Number(address.get("attempt"));
  return {
    step: address.get("step"),
    tab: oneOf(STEP_TABS, address.get("tab")) ?? "overview",
    attempt: Number.isInteger(attempt) && attempt > 0 ? attempt : null,
    lines: parseLines(address.get("line")),
    drawer: oneOf(DRAWER_TABS, address.get("drawer")) ?? "steps",
    form: oneOf(["again", "publish"] as const, address.get("form")),
  };
}

export function writePlace(place: Place): URLSearchParams {
  const address = new URLSearchParams();
  if (place.step !== null) address.set("step", place.step);
  if (place.tab !== "overview") address.set("tab", place.tab);
  if (place.attempt !== null) address.set("attempt", String(place.attempt));
  if (place.lines) address.set("line", formatLines(place.lines));
  if (place.drawer !== "steps") address.set("drawer", place.drawer);
  if (place.form) address.set("form", place.form);
  return address;
}

/** The place after a change; another step or attempt leaves the lines of the old one. */
export function moved(place: Place, change: Partial<Place>): Place {
  const leavesStep = change.step !== undefined && change.step !== place.step;
  const leavesLog = leavesStep || (change.attempt !== undefined && change.attempt !== place.attempt);
  return {
    ...place,
    ...(leavesStep ? { attempt: null, form: null } : {}),
    ...(leavesLog ? { lines: null } : {}),
    ...change,
  };
}

/** Goes somewhere else on the page; with `instead`, in place of where one is now. */
export type Go = (change: Partial<Place>, instead?: boolean) => void;

export function usePlace(): [Place, Go] {
  const [address, setAddress] = useSearchParams();
  const place = readPlace(address);
  const go: Go = (change, instead = false) => {
    const next = moved(place, change);
    // Each step looked at is a place to come back to; tabs and lines within it are not.
    setAddress(writePlace(next), { replace: instead || (next.step === place.step && next.form === place.form) });
  };
  return [place, go];
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | null {
  return values.find((value) => value === text) ?? null;
}
