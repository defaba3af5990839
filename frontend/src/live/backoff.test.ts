import { expect, it } from "vitest";
import { backoff } from "./backoff";

it("doubles the wait up to ten seconds, half of it at random", () => {
  expect([0, 1, 2, 5, 6, 50].map((attempt) => backoff(attempt, 0))).toEqual([125, 250, 500, 4000, 5000, 5000]);
  expect(backoff(0, 0.999)).toBeLessThan(250);
  expect(backoff(50, 0.999)).toBeLessThan(10_000);
});
