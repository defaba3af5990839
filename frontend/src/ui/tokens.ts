/** Colours of both schemes, by role. Every text/ground pair here meets WCAG AA (see tokens.test.ts). */
export interface Tokens {
  bg: string;
  panel: string;
  sunken: string;
  line: string;
  lineStrong: string;
  ink: string;
  ink2: string;
  ink3: string;
  accent: string;
  accentSoft: string;
  ok: string;
  okSoft: string;
  warn: string;
  warnSoft: string;
  bad: string;
  badSoft: string;
  reuse: string;
  reuseSoft: string;
  dot: string;
  log: string;
  logInk: string;
  logQuiet: string;
  portAny: string;
  portTable: string;
  portModel: string;
  portImage: string;
  note: string;
  noteInk: string;
  shadow: string;
}

// The good is a teal, the bad a crimson: with red-green blindness they stay apart by hue (blue part) and lightness.
export const light: Tokens = {
  bg: "#f7f8fa",
  panel: "#ffffff",
  sunken: "#f1f3f5",
  line: "#e3e6ea",
  lineStrong: "#c9cfd6",
  ink: "#1b1f24",
  ink2: "#515a64",
  ink3: "#626c76",
  accent: "#0f6cbd",
  accentSoft: "#e7f1fa",
  ok: "#0b7262",
  okSoft: "#e2f4f0",
  warn: "#8a5a00",
  warnSoft: "#fff4d9",
  bad: "#b8234a",
  badSoft: "#fdebef",
  reuse: "#6350ac",
  reuseSoft: "#efecfb",
  dot: "#d5dadf",
  log: "#0f1419",
  logInk: "#d6dde4",
  logQuiet: "#8a96a3",
  portAny: "#6e7781",
  portTable: "#0f6cbd",
  portModel: "#9a6700",
  portImage: "#7d4bb3",
  note: "#fff8db",
  noteInk: "#574700",
  shadow: "0 1px 2px rgb(0 0 0 / 6%), 0 2px 8px rgb(0 0 0 / 4%)",
};

export const dark: Tokens = {
  bg: "#15181c",
  panel: "#1d2126",
  sunken: "#181b20",
  line: "#2c3138",
  lineStrong: "#434b55",
  ink: "#e6e9ed",
  ink2: "#b0b8c1",
  ink3: "#8f99a4",
  accent: "#5aabed",
  accentSoft: "#17303f",
  ok: "#4fc9b0",
  okSoft: "#12322d",
  warn: "#e2b33d",
  warnSoft: "#352a10",
  bad: "#f58ba0",
  badSoft: "#401923",
  reuse: "#b3a7f4",
  reuseSoft: "#28243f",
  dot: "#2a2f36",
  log: "#0d1013",
  logInk: "#cfd6dd",
  logQuiet: "#7f8b97",
  portAny: "#9aa4ae",
  portTable: "#5aabed",
  portModel: "#e2b33d",
  portImage: "#c39af0",
  note: "#332c14",
  noteInk: "#e9d999",
  shadow: "0 1px 2px rgb(0 0 0 / 40%), 0 2px 10px rgb(0 0 0 / 33%)",
};

/** The CSS variable of a token: `lineStrong` → `--st-line-strong`. */
export function variableName(token: string): string {
  return `--st-${token.replaceAll(/[A-Z]|\d/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function asVariables(tokens: Tokens): Record<string, string> {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [variableName(name), value as string]));
}
