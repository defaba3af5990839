import { expect, it } from "vitest";
import { chosenLines, formatLines, parseLines } from "./lineRange";

it.each([
  ["120", { from: 120, to: 120 }],
  ["140-120", { from: 120, to: 140 }],
  ["0", null],
  ["x", null],
  ["1-2-3", null],
  [null, null],
])("the address %j names lines", (text, lines) => {
  expect(parseLines(text)).toEqual(lines);
});

it("one line is written as one number", () => {
  expect(formatLines({ from: 7, to: 7 })).toBe("7");
  expect(formatLines({ from: 7, to: 9 })).toBe("7-9");
});

it("a click chooses a line, with shift up to the first one chosen", () => {
  expect(chosenLines(null, 5, true)).toEqual({ from: 5, to: 5 });
  expect(chosenLines({ from: 5, to: 5 }, 9, true)).toEqual({ from: 5, to: 9 });
  expect(chosenLines({ from: 5, to: 9 }, 2, true)).toEqual({ from: 2, to: 5 });
  expect(chosenLines({ from: 5, to: 9 }, 2, false)).toEqual({ from: 2, to: 2 });
});
