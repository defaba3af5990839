import { describe, expect, it } from "vitest";
import { LogDocument } from "./document";
import { matcherOf, Search } from "./search";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function documentOf(text: string, window?: number): LogDocument {
  const document = new LogDocument(window);
  document.append(encode(text), 0);
  document.end();
  return document;
}

function searchFor(document: LogDocument, text: string, regex = false): Search {
  const find = matcherOf({ text, regex });
  if (!find) throw new Error("not a query");
  return new Search(document, find);
}

describe("a query", () => {
  it("in small letters finds capitals too; with a capital it means what it says", () => {
    expect(matcherOf({ text: "error", regex: false })?.("Error ERROR")).toHaveLength(2);
    expect(matcherOf({ text: "Error", regex: false })?.("Error ERROR")).toEqual([[0, 5]]);
  });

  it("takes signs literally unless it is a regular expression", () => {
    expect(matcherOf({ text: "a.c(", regex: false })?.("abc a.c(")).toEqual([[4, 8]]);
    expect(matcherOf({ text: "a.c", regex: true })?.("abc a.c")).toHaveLength(2);
  });

  it("that is no regular expression finds nothing, loudly", () => {
    expect(matcherOf({ text: "(", regex: true })).toBeNull();
  });

  it("that matches nothing everywhere marks nothing", () => {
    expect(matcherOf({ text: "x*", regex: true })?.("abc")).toEqual([]);
  });
});

describe("searching a log", () => {
  it("counts every matching row once and exactly", () => {
    const search = searchFor(documentOf("a hit\nno\nhit hit\n".repeat(4_000)), "hit");
    while (!search.step(1));
    expect(search.matches).toHaveLength(8_000);
    expect(search.matches.slice(0, 3).map((match) => match.row)).toEqual([0, 2, 3]);
  });

  it("gives the page room to breathe", () => {
    let time = 0;
    const search = searchFor(documentOf("hit\n".repeat(10_000)), "hit");
    expect(search.step(5, () => (time += 3))).toBe(false);
    expect(search.matches.length).toBeLessThan(2_000);
  });

  it("goes on with what arrives later, and waits for a line to be complete", () => {
    const document = new LogDocument();
    const search = searchFor(document, "hit");
    document.append(encode("hit\nhi"), 0);
    search.step(5);
    expect(search.matches).toHaveLength(1);
    document.append(encode("t\nx"), 0);
    search.step(5);
    expect(search.matches).toHaveLength(2);
  });

  it("takes the server's word for what is not held, and only for that", () => {
    const line = "a hit here\n";
    const document = documentOf(line.repeat(20_000), 1);
    const search = searchFor(document, "hit");
    search.step(10_000);
    const local = search.matches.length;
    expect(search.gaps.length).toBeGreaterThan(0);
    search.add(
      Array.from({ length: 20_000 }, (_, row) => row * line.length),
      search.open,
    );
    expect(search.open).toEqual([]);
    expect(local).toBeLessThan(20_000);
    expect(search.matches).toHaveLength(20_000);
    expect(search.matches.every((match, at) => match.offset === at * line.length)).toBe(true);
  });
});
