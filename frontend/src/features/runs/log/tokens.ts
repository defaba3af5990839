/** A line's text taken apart: what is to be shown, what moves the cursor, what is dropped. */

export type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "return" }
  | { readonly kind: "backspace" }
  | { readonly kind: "graphics"; readonly parameters: string }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "move"; readonly rows: number; readonly columns: number; readonly toStart: boolean }
  | { readonly kind: "column"; readonly column: number }
  | { readonly kind: "eraseLine"; readonly part: "end" | "start" | "all" }
  | { readonly kind: "eraseBelow" };

/** Anything in a text that a terminal would not simply print; most lines have none of it. */
export const SPECIAL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** A complete escape sequence: CSI, OSC, the string sequences, or a short one. What is longer is text: it hides nothing. */
const ESCAPE =
  /\x1b(?:\[([0-?]{0,256})[ -/]{0,8}([@-~])|\]([^\x07\x1b]{0,8192})(?:\x07|\x1b\\)|[PX^_][^\x1b]{0,8192}\x1b\\|[ -/]{0,8}[0-OQ-WYZ\\`-~])/y;

/** The beginning of one of those, up to the end of the text. */
const BEGUN = /^\x1b(?:\[[0-?]{0,256}[ -/]{0,8}|\][^\x07\x1b]{0,8192}\x1b?|[PX^_][^\x1b]{0,8192}\x1b?|[ -/]{0,8})$/;

/** Characters that hide or reorder what stands around them, or that have no shape: shown by name. */
const UNSEEN = /[\x80-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const CONTROLS = /[\x00-\x07\x0b-\x1f\x7f]/g;

/**
 * The tokens of `text`, and what is left of it: an escape sequence whose end has not arrived.
 * With `complete` (the line has ended) an unfinished sequence is text.
 */
export function tokenise(text: string, complete: boolean): { tokens: Token[]; rest: string } {
  const tokens: Token[] = [];
  const stop = /[\x1b\r\b]/g;
  let at = 0;
  for (;;) {
    stop.lastIndex = at;
    const hit = stop.exec(text);
    const end = hit?.index ?? text.length;
    if (end > at) tokens.push({ kind: "text", text: readable(text.slice(at, end)) });
    if (!hit) return { tokens, rest: "" };
    if (hit[0] !== "\x1b") {
      tokens.push({ kind: hit[0] === "\r" ? "return" : "backspace" });
      at = end + 1;
      continue;
    }
    ESCAPE.lastIndex = end;
    const sequence = ESCAPE.exec(text);
    if (sequence) {
      const token = meaning(sequence);
      if (token) tokens.push(token);
      at = ESCAPE.lastIndex;
    } else if (!complete && BEGUN.test(text.slice(end))) {
      return { tokens, rest: text.slice(end) };
    } else {
      tokens.push({ kind: "text", text: "␛" });
      at = end + 1;
    }
  }
}

/** What may stand in a row: control pictures and names in place of what cannot be seen. */
export function readable(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replace(CONTROLS, (control) => (control === "\x07" ? "" : picture(control)))
    .replace(UNSEEN, (unseen) => `‹U+${unseen.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}›`);
}

function picture(control: string): string {
  return control === "\x7f" ? "␡" : String.fromCharCode(0x2400 + control.charCodeAt(0));
}

function meaning(sequence: RegExpExecArray): Token | null {
  const [, parameters, final, command] = sequence;
  if (command !== undefined) return linkOf(command);
  if (final === undefined || parameters === undefined) return null;
  if (final === "m") return /^[\d;:]*$/.test(parameters) ? { kind: "graphics", parameters } : null;
  const first = Number.parseInt(parameters, 10);
  return movement(final, Number.isNaN(first) ? null : first);
}

function linkOf(command: string): Token | null {
  const link = /^8;[^;]*;(.*)$/s.exec(command);
  return link ? { kind: "link", target: link[1] ?? "" } : null;
}

function movement(final: string, given: number | null): Token | null {
  const count = Math.max(1, given ?? 1);
  switch (final) {
    case "A":
      return { kind: "move", rows: -count, columns: 0, toStart: false };
    case "B":
      return { kind: "move", rows: count, columns: 0, toStart: false };
    case "C":
      return { kind: "move", rows: 0, columns: count, toStart: false };
    case "D":
      return { kind: "move", rows: 0, columns: -count, toStart: false };
    case "E":
      return { kind: "move", rows: count, columns: 0, toStart: true };
    case "F":
      return { kind: "move", rows: -count, columns: 0, toStart: true };
    case "G":
      return { kind: "column", column: count - 1 };
    case "K":
      return { kind: "eraseLine", part: given === 1 ? "start" : given === 2 ? "all" : "end" };
    case "J":
      return given === null || given === 0 ? { kind: "eraseBelow" } : null;
    default:
      return null;
  }
}
