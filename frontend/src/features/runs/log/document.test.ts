import { describe, expect, it } from "vitest";
import { LogDocument, RowList } from "./document";
import { Terminal } from "./terminal";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const numbered = (count: number): Uint8Array =>
  encode(Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join(""));

function documentOf(bytes: Uint8Array, window?: number): LogDocument {
  const document = new LogDocument(window);
  document.append(bytes, 0);
  document.end();
  return document;
}

describe("a log in the viewer", () => {
  it("counts rows without the empty one after the last line feed", () => {
    expect(documentOf(encode("")).rowCount).toBe(0);
    expect(documentOf(encode("a\nb\n")).rowCount).toBe(2);
    expect(documentOf(encode("a\nb")).rowCount).toBe(2);
    expect(documentOf(encode("a\n\n")).rowCount).toBe(2);
  });

  it("holds all of a log that fits the window", () => {
    const document = documentOf(numbered(50_000));
    expect(document.whole).toBe(true);
    expect(document.rowCount).toBe(50_000);
    expect([0, 999, 1_000, 25_000, 49_999].map((row) => document.row(row)?.text)).toEqual([
      "line 1",
      "line 1000",
      "line 1001",
      "line 25001",
      "line 50000",
    ]);
  });

  it("lets go what is far from the eye, and takes it back from the bytes", () => {
    const bytes = numbered(50_000);
    const document = new LogDocument(400_000);
    for (let at = 0; at < bytes.length; at += 30_000)
      document.append(bytes.subarray(at, at + 30_000), document.rowCount);
    document.end();
    expect(document.row(10)).toBeUndefined();
    expect(document.row(49_999)?.text).toBe("line 50000");
    const [chapter] = document.missing(0, 10);
    if (!chapter) throw new Error("the first chapter should not be held");
    const again = new Terminal(chapter.from);
    again.feed(bytes.subarray(chapter.from.offset, chapter.to.offset));
    document.restore(chapter, again.rows.slice(0, chapter.to.row - chapter.from.row), 10);
    expect(document.row(10)?.text).toBe("line 11");
    expect(document.missing(0, 10)).toEqual([]);
    expect(document.row(30_000)).toBeUndefined();
  });

  it("never holds more than its window and one open chapter", () => {
    const document = new LogDocument(1_000_000);
    const chunk = encode(`${"x".repeat(99)}\n`.repeat(1_000));
    for (let turn = 0; turn < 100; turn += 1) document.append(chunk, document.rowCount);
    const held = Array.from({ length: document.rowCount }, (_, row) => document.row(row)?.text.length ?? 0);
    expect(held.reduce((sum, length) => sum + length, 0)).toBeLessThan(1_500_000);
  });

  it("finds rows by offset and by line number, held or not", () => {
    const bytes = numbered(20_000);
    const whole = documentOf(bytes);
    const offset = whole.row(12_345)?.start ?? 0;
    expect(whole.rowOfOffset(offset)).toBe(12_345);
    expect(whole.rowOfOffset(offset + 3)).toBe(12_345);
    expect(whole.rowOfNumber(12_346)).toBe(12_345);
    expect(whole.rowOfNumber(99_999_999)).toBe(19_999);
    const small = documentOf(bytes, 1);
    expect(small.rowOfNumber(5_001)).toBe(5_000);
    expect(Math.abs(small.rowOfOffset(offset) - 12_345)).toBeLessThan(300);
  });

  it("gives the first row of a folded line", () => {
    const document = documentOf(encode(`one\n${"x".repeat(300_000)}\nthree\n`));
    expect(document.rowOfNumber(2)).toBe(1);
    expect(document.row(document.rowOfNumber(3))?.text).toBe("three");
    expect(document.lineCount).toBe(3);
  });

  it("knows where errors, warnings and sections are, also beyond the window", () => {
    const text = "::group::Fit\nERROR one\n::endgroup::\n" + "x\n".repeat(5_000) + "WARNING two\nERROR three\n";
    const document = documentOf(encode(text), 1);
    expect(document.errors.rows).toEqual([1, 5_004]);
    expect(document.warnings.rows).toEqual([5_003]);
    expect(document.groups.all).toEqual([{ row: 0, title: "Fit", depth: 0, end: 2 }]);
  });
});

describe("a list of rows", () => {
  it("stays in order whatever comes late, and goes round", () => {
    const list = new RowList();
    for (const row of [3, 9, 5, 9]) list.set(row, true);
    expect(list.rows).toEqual([3, 5, 9]);
    list.set(5, false);
    expect([list.after(3), list.after(9), list.before(9), list.before(3)]).toEqual([9, 3, 3, 9]);
  });
});
