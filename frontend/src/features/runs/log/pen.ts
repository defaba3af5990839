/** How text is drawn: the part of ANSI's "select graphic rendition" that a log viewer keeps. */

/** 0–15 are the theme's own colours; everything else is a fixed `#rrggbb`. */
export type Colour = number | string;

export interface Pen {
  readonly ink?: Colour;
  readonly paper?: Colour;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly inverse?: boolean;
  /** Target of an OSC 8 link; http and https only. */
  readonly href?: string;
}

/** The pen of unstyled text; compared by identity. */
export const PLAIN: Pen = Object.freeze({});

const SWITCHES: Readonly<Record<number, Partial<Pen>>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { strike: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  29: { strike: false },
};

/** The pen after `ESC [ <parameters> m`; colons are read as semicolons. A link outlives a reset. */
export function withGraphics(pen: Pen, parameters: string): Pen {
  const codes = parameters.split(/[;:]/).map((code) => Number.parseInt(code, 10) || 0);
  let changes: Record<string, unknown> = { ...pen };
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) changes = pen.href === undefined ? {} : { href: pen.href };
    else if (code === 38 || code === 48) {
      const extended = extendedColour(codes, at + 1);
      if (extended.colour !== undefined) changes[code === 38 ? "ink" : "paper"] = extended.colour;
      at += extended.used;
    } else Object.assign(changes, SWITCHES[code] ?? basicColour(code));
  }
  return tidy(changes);
}

/** The pen inside an OSC 8 link; any target but http(s) ends the link. */
export function withLink(pen: Pen, target: string): Pen {
  return tidy({ ...pen, href: safeLink(target) });
}

export function safeLink(target: string): string | undefined {
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return undefined;
  return new URL(target).href;
}

function basicColour(code: number): Partial<Pen> {
  if (code >= 30 && code <= 37) return { ink: code - 30 };
  if (code >= 90 && code <= 97) return { ink: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { paper: code - 40 };
  if (code >= 100 && code <= 107) return { paper: code - 100 + 8 };
  if (code === 39) return { ink: undefined };
  if (code === 49) return { paper: undefined };
  return {};
}

function extendedColour(codes: readonly number[], at: number): { colour?: Colour; used: number } {
  if (codes[at] === 5) return { colour: indexedColour(codes[at + 1] ?? 0), used: 2 };
  if (codes[at] === 2) return { colour: hex(codes[at + 1] ?? 0, codes[at + 2] ?? 0, codes[at + 3] ?? 0), used: 4 };
  return { used: 1 };
}

/** xterm's 256 colours: 16 of the theme, a 6×6×6 cube, 24 greys. */
function indexedColour(index: number): Colour {
  const code = Math.min(255, Math.max(0, index));
  if (code < 16) return code;
  if (code >= 232) {
    const grey = 8 + (code - 232) * 10;
    return hex(grey, grey, grey);
  }
  const step = (level: number): number => (level === 0 ? 0 : 55 + level * 40);
  const cube = code - 16;
  return hex(step(Math.floor(cube / 36)), step(Math.floor(cube / 6) % 6), step(cube % 6));
}

function hex(...channels: number[]): string {
  return `#${channels.map((value) => Math.min(255, Math.max(0, value)).toString(16).padStart(2, "0")).join("")}`;
}

function tidy(changes: Record<string, unknown>): Pen {
  const kept = Object.entries(changes).filter(([, value]) => value !== undefined && value !== false);
  return kept.length === 0 ? PLAIN : Object.fromEntries(kept);
}
