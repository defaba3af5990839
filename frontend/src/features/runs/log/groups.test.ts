import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Folding, Groups } from "./groups";

function groupsOf(lines: readonly string[]): Groups {
  const groups = new Groups();
  lines.forEach((line, row) => {
    groups.read(row, line);
  });
  return groups;
}

describe("sections", () => {
  it("nest and may stay open", () => {
    const { all } = groupsOf(["::group::A", "x", "##[group]B", "::endgroup::", "y", "::group::C"]);
    expect(all).toEqual([
      { row: 0, title: "A", depth: 0, end: null },
      { row: 2, title: "B", depth: 1, end: 3 },
      { row: 5, title: "C", depth: 1, end: null },
    ]);
  });

  it("ignore an end without a beginning", () => {
    expect(groupsOf(["::endgroup::", "::group::A", "::endgroup::"]).all).toEqual([
      { row: 1, title: "A", depth: 0, end: 2 },
    ]);
  });
});

describe("folding", () => {
  const groups = groupsOf(["::group::A", "a1", "::endgroup::", "between", "::group::B", "b1", "b2"]).all;

  it("leaves the title of a closed section and hides the rest", () => {
    const folding = new Folding(groups, new Set([0, 4]), 7);
    expect(Array.from({ length: folding.count }, (_, place) => folding.rowAt(place))).toEqual([0, 3, 4]);
    expect(folding.placeOf(1)).toBe(0);
    expect([4, 5].map((row) => folding.hides(row))).toEqual([false, true]);
  });

  it("never shows the mark that ends a section", () => {
    const folding = new Folding(groups, new Set(), 7);
    expect(Array.from({ length: folding.count }, (_, place) => folding.rowAt(place))).toEqual([0, 1, 3, 4, 5, 6]);
  });

  it("places every row that shows where it can be found again", () => {
    const lines = fc.array(fc.constantFrom("::group::g", "::endgroup::", "x", "y"), { maxLength: 40 });
    fc.assert(
      fc.property(lines, fc.array(fc.nat(40)), (text, closed) => {
        const folding = new Folding(groupsOf(text).all, new Set(closed), text.length);
        for (let place = 0; place < folding.count; place += 1) {
          expect(folding.placeOf(folding.rowAt(place))).toBe(place);
          expect(folding.hides(folding.rowAt(place))).toBe(false);
        }
      }),
    );
  });
});
