import { expect, it } from "vitest";
import { Times } from "./times";

it("a line has the time of its first byte", () => {
  const times = new Times();
  times.add(100, 1_000);
  times.add(250, 2_000);
  expect([0, 99, 100, 249, 250].map((offset) => times.at(offset))).toEqual([1_000, 1_000, 2_000, 2_000, null]);
});

it("what was there before anybody looked has no time", () => {
  const times = new Times();
  times.add(100, null);
  times.add(200, 5_000);
  expect([50, 150].map((offset) => times.at(offset))).toEqual([null, 5_000]);
});

it("an older answer changes nothing", () => {
  const times = new Times();
  times.add(200, 5_000);
  times.add(100, 1_000);
  expect(times.at(50)).toBe(5_000);
  expect(times.last).toBe(200);
});
