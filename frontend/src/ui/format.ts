/** Numbers with units and times in words, the same everywhere. */

const byteUnits = ["B", "KB", "MB", "GB", "TB"];

/** Bytes as people read them: `612 B`, `1.5 MB` (powers of 1,000). */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${byteUnits[unit]}`;
}

/** Seconds as `0.04 s`, `1.2 s`, `31 s`, `2 min 5 s`, `3 h 12 min`, `2 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 0.1) return `${seconds.toFixed(2)} s`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat("en").format(count);
}

/** The absolute moment, in the reader's own time zone, to the second. */
export function formatMoment(iso: string): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" }).format(new Date(iso));
}

const steps: [limit: number, size: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [86_400 * 14, 86_400, "day"],
  [86_400 * 60, 86_400 * 7, "week"],
  [86_400 * 365, 86_400 * 30, "month"],
  [Infinity, 86_400 * 365, "year"],
];
const short = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const long = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "long" });

/** `now` and the moment in milliseconds; below 10 s it is "just now". */
export function formatRelative(moment: number, now: number): string {
  const seconds = (moment - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 10) return "just now";
  const [, size, unit] = steps.find(([limit]) => distance < limit) ?? [0, 1, "second" as const];
  if (size >= 86_400) return long.format(Math.round(seconds / size), unit);
  // "4 min. ago" without its full stop, as in all our units.
  return short.format(Math.trunc(seconds / size), unit).replace(".", "");
}
