import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FOLD, SCREEN, Terminal, type Page } from "./terminal";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function shown(text: string | Uint8Array, pieces?: readonly number[]): Terminal {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  const terminal = new Terminal();
  let at = 0;
  for (const length of pieces ?? []) {
    terminal.feed(bytes.subarray(at, at + length));
    at += length;
  }
  terminal.feed(bytes.subarray(at));
  terminal.finish();
  return terminal;
}

const lines = (text: string | Uint8Array): string[] => shown(text).rows.map((row) => row.text);

describe("a terminal", () => {
  it("shows one row a line, with the offset of its first byte", () => {
    const { rows } = shown("é one\ntwo\n");
    expect(rows.map(({ start, number, text }) => [start, number, text])).toEqual([
      [0, 1, "é one"],
      [7, 2, "two"],
      [11, 3, ""],
    ]);
  });

  it("shows a progress bar that is redrawn with a carriage return as one row", () => {
    expect(lines("  0%|    |\r 50%|██  |\r100%|████|\ndone\n")).toEqual(["100%|████|", "done", ""]);
  });

  it("keeps what a shorter redraw does not cover, as terminals do", () => {
    expect(lines("1000/1000\r5\n")).toEqual(["5000/1000", ""]);
    expect(lines("1000/1000\r\x1b[K5\n")).toEqual(["5", ""]);
  });

  it("shows nested bars, which move the cursor up, as one row each", () => {
    const redraw = (outer: number, inner: number) => `\router ${outer}\n\rinner ${inner}\x1b[A`;
    expect(lines(redraw(0, 0) + redraw(0, 1) + redraw(1, 2) + "\n\n")).toEqual(["outer 1", "inner 2", ""]);
  });

  it("takes back with backspaces, as old progress bars do", () => {
    expect(lines("10%\b\b\b20%\n")).toEqual(["20%", ""]);
  });

  it("reads Windows line ends", () => {
    expect(lines("a\r\nb\r\n")).toEqual(["a", "b", ""]);
  });

  it("shows bytes that are no UTF-8, NUL and other controls by a sign each", () => {
    expect(lines(new Uint8Array([0x61, 0xff, 0xfe, 0x00, 0x62, 0x0b, 0x7f, 0x07, 0x0a]))).toEqual(["a��␀b␋␡", ""]);
  });

  it("makes characters that reorder or hide text visible", () => {
    expect(lines("user\u202etxt.exe \u200b\u2066\ufeff")).toEqual(["user‹U+202E›txt.exe ‹U+200B›‹U+2066›‹U+FEFF›"]);
  });

  it("drops titles, clipboard writes, screen clearing and unknown sequences", () => {
    expect(lines("a\x1b]0;title\x07b\x1b]52;c;aGk=\x1b\\c\x1b[2J\x1b[Hd\x1b[?25le\x1b(Bf\x1bPq#0\x1b\\g")).toEqual([
      "abcdefg",
    ]);
  });

  it("hides nothing behind a sequence that never ends", () => {
    expect(lines("a\x1b]8;;https://x.example\nb\n")).toEqual(["a␛]8;;https://x.example", "b", ""]);
  });

  it("keeps colours across lines and ends them where the log does", () => {
    const { rows } = shown("\x1b[31mred\nstill \x1b[0mplain\n");
    expect(rows[0]?.spans).toEqual([{ from: 0, to: 3, pen: { ink: 1 } }]);
    expect(rows[1]?.spans).toEqual([{ from: 0, to: 6, pen: { ink: 1 } }]);
  });

  it("links to http and https only", () => {
    const link = (target: string) =>
      shown(`\x1b]8;;${target}\x1b\\here\x1b]8;;\x1b\\`).rows[0]?.spans.map((span) => span.pen.href);
    expect(link("https://example.org/a")).toEqual(["https://example.org/a"]);
    expect(link("javascript:alert(1)")).toEqual([]);
    expect(link("data:text/html,x")).toEqual([]);
  });

  it("never moves above the screen, nor far to the right", () => {
    const terminal = shown(`top\n${"x\n".repeat(2 * SCREEN)}\x1b[99999Aover\x1b[99999999C!`);
    expect(terminal.rows[0]?.text).toBe("top");
    expect(Math.max(...terminal.rows.map((row) => row.text.length))).toBeLessThan(1_000);
  });

  it("bounds the parts of a row, whatever is painted", () => {
    const { rows } = shown("\x1b[31ma\x1b[32mb".repeat(5_000));
    expect(rows[0]?.spans.length).toBeLessThanOrEqual(1_000);
    expect(rows[0]?.text).toBe("ab".repeat(5_000));
  });

  it("folds a line without end into rows of one number", () => {
    const { rows } = shown("x".repeat(10 * FOLD + 5) + "\nnext\n");
    expect(rows.map((row) => row.text.length)).toEqual([...Array<number>(10).fill(FOLD), 5, 4, 0]);
    expect(rows.map((row) => row.number)).toEqual([...Array<number>(11).fill(1), 2, 3]);
    expect(rows[3]).toMatchObject({ start: 3 * FOLD, folded: true });
  });

  it("never folds a bar, however often it is redrawn", () => {
    expect(lines("\rprogress 1 of 100".repeat(20_000))).toEqual(["progress 1 of 100"]);
  });

  it("marks errors and warnings", () => {
    const levels = shown("oob error 0.05\nValueError: no\n12:00 WARNING slow\nTraceback\n").rows.map(
      (row) => row.level,
    );
    expect(levels).toEqual([null, "error", "warning", null, null]);
  });
});

const fragments = fc.oneof(
  { weight: 6, arbitrary: fc.string({ maxLength: 30 }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom("\n", "\r", "\n\n", "\b", "\t", "\x1b[A", "\x1b[2A", "\x1b[B", "\x1b[K", "\x1b[J"),
  },
  fc.constantFrom(
    "\x1b",
    "\x1b[",
    "\x1b[31",
    "\x1b[1;38;5;200m",
    "\x1b[38;2;1;2;3m",
    "\x1b]8;;https://a.b\x07",
    "é",
    "漢",
    "😀",
  ),
  fc.constantFrom("x".repeat(FOLD - 1), "漢".repeat(30_000), "\x1b]0;".padEnd(9_000, "t")),
);

describe("rows depend on the bytes alone", () => {
  it("however these were cut into pieces", () => {
    const log = fc.oneof(
      fc.array(fragments, { maxLength: 40 }).map((parts) => bytesOf(parts.join(""))),
      fc.uint8Array({ maxLength: 400 }),
    );
    fc.assert(
      fc.property(log, fc.array(fc.integer({ min: 1, max: 70_000 }), { maxLength: 12 }), (bytes, pieces) => {
        expect(shown(bytes, pieces).rows).toEqual(shown(bytes).rows);
      }),
      { numRuns: 150 },
    );
  });

  it("and a part read again gives the same rows", () => {
    const log = fc.array(fc.oneof(fragments, fc.constant("\nline".repeat(700))), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(log, fc.integer({ min: 1_000, max: 70_000 }), (parts, piece) => {
        const bytes = bytesOf(parts.join("") + "\nrow".repeat(1_500));
        const terminal = new Terminal();
        const pages: Page[] = [];
        for (let at = 0; at < bytes.length; at += piece) {
          terminal.feed(bytes.subarray(at, at + piece));
          const page = terminal.takePage();
          if (page) pages.push(page);
        }
        terminal.finish();
        expect(pages.flatMap((page) => page.rows).concat(terminal.rows)).toEqual(shown(bytes).rows);
        for (const page of pages) {
          const again = new Terminal(page.from);
          again.feed(bytes.subarray(page.from.offset, page.to.offset));
          expect(again.rows.slice(0, page.rows.length)).toEqual(page.rows);
        }
      }),
      { numRuns: 25 },
    );
  });
});
