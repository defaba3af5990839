const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** `12:04:31.207` in the reader's time zone; `moment` in epoch milliseconds. */
export function formatClock(moment: number): string {
  return clock.format(moment);
}
