import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PLAIN } from "./pen";
import { segmentsOf } from "./segments";

const red = { ink: 1 };

describe("the parts of a row", () => {
  it("are one for plain text", () => {
    expect(segmentsOf("plain", [], [])).toEqual([{ from: 0, text: "plain", pen: PLAIN, isHit: false }]);
  });

  it("change with colour and with search hits, which may overlap", () => {
    const parts = segmentsOf("abcdef", [{ from: 1, to: 4, pen: red }], [[3, 5]]);
    expect(parts.map(({ text, pen, isHit }) => [text, pen.ink ?? null, isHit])).toEqual([
      ["a", null, false],
      ["bc", 1, false],
      ["d", 1, true],
      ["e", null, true],
      ["f", null, false],
    ]);
  });

  it("link addresses of the web, without the full stop after them", () => {
    const parts = segmentsOf("see https://example.org/a?b=1. or javascript://x", [], []);
    expect(parts.map(({ text, href }) => [text, href])).toEqual([
      ["see ", undefined],
      ["https://example.org/a?b=1", "https://example.org/a?b=1"],
      [". or javascript://x", undefined],
    ]);
  });

  it("together are the text, whatever lies where", () => {
    const ranges = fc
      .array(fc.tuple(fc.nat(30), fc.nat(8)), { maxLength: 5 })
      .map((pairs) => pairs.sort((one, other) => one[0] - other[0]))
      .map((pairs) => {
        let reached = 0;
        return pairs.flatMap(([from, length]): [number, number][] => {
          const start = Math.min(40, Math.max(from, reached));
          reached = Math.min(40, start + length);
          return start < reached ? [[start, reached]] : [];
        });
      });
    fc.assert(
      fc.property(fc.string({ minLength: 40, maxLength: 40 }), ranges, ranges, (text, spans, hits) => {
        const parts = segmentsOf(
          text,
          spans.map(([from, to]) => ({ from, to, pen: red })),
          hits,
        );
        expect(parts.map((part) => part.text).join("")).toBe(text);
      }),
    );
  });
});
