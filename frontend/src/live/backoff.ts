/** How long to wait before the n-th try (from 0) to connect again, in milliseconds. `random` in [0, 1). */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(10_000, 250 * 2 ** attempt);
  // Half fixed, half jitter: a thousand tabs do not come back in the same instant.
  return ceiling / 2 + (ceiling / 2) * random;
}
