import { describe, expect, it } from "vitest";
import { choose, NONE, rowFor } from "./selection";

const order = ["a", "b", "c", "d"];
const names = (chosen: ReadonlySet<string>) => [...chosen].sort().join("");

describe("selecting in a list", () => {
  it("begins anew with a plain click", () => {
    expect(names(choose(choose(NONE, "a", "one", order), "c", "one", order).chosen)).toBe("c");
  });

  it("adds and takes away with a toggle", () => {
    const two = choose(choose(NONE, "a", "one", order), "c", "toggle", order);
    expect(names(two.chosen)).toBe("ac");
    expect(names(choose(two, "a", "toggle", order).chosen)).toBe("c");
  });

  it("grows and shrinks a range around the entry it began at", () => {
    const wide = choose(choose(NONE, "b", "one", order), "d", "range", order);
    expect(names(wide.chosen)).toBe("bcd");
    expect(names(choose(wide, "a", "range", order).chosen)).toBe("ab");
  });

  it("selects one alone when the range began at an entry that is gone", () => {
    const gone = { ...choose(NONE, "b", "one", order), anchor: "x" };
    expect(names(choose(gone, "d", "range", order).chosen)).toBe("d");
  });
});

it.each([
  ["ArrowDown", -1, 0],
  ["ArrowDown", 3, 3],
  ["ArrowUp", -1, 0],
  ["ArrowUp", 2, 1],
  ["PageDown", 0, 2],
  ["Home", 3, 0],
  ["End", 0, 3],
])("leads with %s from row %i to row %i", (key, at, row) => {
  expect(rowFor(key, at, 4, 2)).toBe(row);
});

it("leads nowhere with other keys, and in an empty list", () => {
  expect(rowFor("x", 0, 4, 2)).toBeNull();
  expect(rowFor("ArrowDown", -1, 0, 2)).toBeNull();
});
