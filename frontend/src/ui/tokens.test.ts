import { describe, expect, it } from "vitest";
import { dark, light, type Tokens, variableName } from "./tokens";

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]!;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

const readable: [keyof Tokens, keyof Tokens][] = [
  ["ink", "bg"], ["ink2", "bg"], ["ink3", "bg"], ["ink3", "panel"], ["ink3", "sunken"],
  ["accent", "panel"], ["accent", "accentSoft"], ["ink3", "accentSoft"],
  ["ok", "okSoft"], ["warn", "warnSoft"], ["bad", "badSoft"], ["bad", "panel"], ["reuse", "reuseSoft"],
  ["logInk", "log"], ["logQuiet", "log"], ["noteInk", "note"],
];

describe.each([["light", light], ["dark", dark]] as const)("the %s scheme", (_name, tokens) => {
  it.each(readable)("has %s readable on %s", (text, ground) => {
    expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5);
  });
});

it("names a variable by its token", () => {
  expect(variableName("lineStrong")).toBe("--st-line-strong");
  expect(variableName("ink2")).toBe("--st-ink-2");
});
