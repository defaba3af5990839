import { describe, expect, it } from "vitest";
import { formatBytes, formatDuration, formatRelative } from "./format";

it.each([
  [0, "0 B"], [612, "612 B"], [1500, "1.5 KB"], [20_000_000, "20.0 MB"], [123_456_789, "123 MB"], [5e15, "5000 TB"],
])("writes %d bytes as %s", (bytes, words) => expect(formatBytes(bytes)).toBe(words));

it.each([
  [0.042, "0.04 s"], [1.23, "1.2 s"], [31.4, "31 s"], [59.6, "1 min 0 s"], [125, "2 min 5 s"], [11_550, "3 h 12 min"], [187_200, "2 d 4 h"],
])("writes %d seconds as %s", (seconds, words) => expect(formatDuration(seconds)).toBe(words));

describe("a moment beside now", () => {
  const now = Date.parse("2030-01-31T12:00:00Z");
  const second = 1000;
  it.each([
    [-3 * second, "just now"],
    [-45 * second, "45 sec ago"],
    [-299 * second, "4 min ago"],
    [-3 * 3600 * second, "3 hr ago"],
    [-26 * 3600 * second, "yesterday"],
    [90 * 86_400 * second, "in 3 months"],
  ])("%d ms away is %s", (distance, words) => expect(formatRelative(now + distance, now)).toBe(words));
});
