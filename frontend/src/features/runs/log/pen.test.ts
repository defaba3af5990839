import { describe, expect, it } from "vitest";
import { PLAIN, safeLink, withGraphics } from "./pen";

describe("graphics", () => {
  it.each([
    ["1;31", { bold: true, ink: 1 }],
    ["94", { ink: 12 }],
    ["103", { paper: 11 }],
    ["38;5;9", { ink: 9 }],
    ["38;5;21", { ink: "#0000ff" }],
    ["48;5;244", { paper: "#808080" }],
    ["38;2;255;128;0", { ink: "#ff8000" }],
    ["38;2;999;0;0", { ink: "#ff0000" }],
    ["3;4;7;9;2", { italic: true, underline: true, inverse: true, strike: true, dim: true }],
    ["1;22", {}],
    ["31;39", {}],
    ["", {}],
    ["5;11;73", {}],
  ])("ESC[%sm", (parameters, pen) => {
    expect(withGraphics(PLAIN, parameters)).toEqual(pen);
  });

  it("reset leaves the one plain pen, so that plain rows carry no spans", () => {
    expect(withGraphics(withGraphics(PLAIN, "1;31"), "0")).toBe(PLAIN);
  });
});

it("a link goes to the web or nowhere", () => {
  expect(safeLink("HTTPS://Example.org/x")).toBe("https://example.org/x");
  for (const target of ["javascript:alert(1)", "file:///etc/passwd", "//x.y", "https://", "http:x", ""]) {
    expect(safeLink(target)).toBeUndefined();
  }
});
