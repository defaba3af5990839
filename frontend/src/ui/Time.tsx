import { Tooltip } from "@mantine/core";
import { useNow } from "./clock";
import { formatDuration, formatMoment, formatRelative } from "./format";

/** "4 min ago", with the absolute moment on hover. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow();
  return (
    <Tooltip label={formatMoment(at)}>
      <time dateTime={at}>{formatRelative(Date.parse(at), now)}</time>
    </Tooltip>
  );
}

interface Span {
  startedAt: string | null;
  endedAt: string | null;
  /** Seconds as the server counts them, once it is over. */
  seconds?: number | null;
}

/** How long something took, or takes: ticking while it has no end. Figures keep their width. */
export function Duration({ startedAt, endedAt, seconds }: Span) {
  const isOver = endedAt !== null || startedAt === null;
  const now = useNow(!isOver);
  if (startedAt === null) return <span>–</span>;
  const elapsed = (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt);
  // Tenths of a second would flicker while it ticks.
  const shown = isOver ? (seconds ?? elapsed / 1000) : Math.max(0, Math.round(elapsed / 1000));
  return (
    <span style={{ fontVariantNumeric: "tabular-nums" }}>
      {isOver ? formatDuration(shown) : formatDuration(Math.max(shown, 1)).replace(".0 ", " ")}
    </span>
  );
}
