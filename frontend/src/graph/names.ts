/** What ids, names and file paths may look like. */

const PORT = /^[A-Za-z0-9_]{1,100}$/;
const PARAMETER = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const FORBIDDEN = /[\\:*?"<>|]/;
/** What a reader of addresses might turn into dots, slashes or nothing. */
const ESCAPED = /%(2e|2f|5c|00|25)/i;
const DEEPEST = 64;
// What Python's str.isprintable refuses: "other" and "separator" characters, the plain space left out.
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

/** Letters, digits and underscores: the name becomes part of a path and of a variable. */
export function isPortName(text: string): boolean {
  return PORT.test(text);
}

export function isParameterName(text: string): boolean {
  return PARAMETER.test(text);
}

/** Whether `text` is a relative POSIX path that means the same on every system. */
export function isFilePath(text: string): boolean {
  if (!text || bytes(text) > 1024 || text.normalize("NFC") !== text || ESCAPED.test(text)) return false;
  const parts = text.split("/");
  return parts.length <= DEEPEST && parts.every(isPart);
}

/** Whether a path on a datastore stays in it; empty is the whole datastore, a slash at the end a folder. */
export function isDataPath(text: string): boolean {
  if (text === "") return true;
  return !/[\\:]/.test(text) && text.replace(/\/$/, "").split("/").every((part) => /[^. ]/.test(part));
}

function isPart(part: string): boolean {
  // Letters that only look like dots or slashes are those here.
  const plain = part.normalize("NFKC");
  return (
    /[^. ]/.test(plain) &&
    !/[\\/]/.test(plain) &&
    bytes(part) <= 255 &&
    !/[. ]$/.test(part) &&
    !/^[~ ]/.test(part) &&
    !RESERVED.test(part) &&
    !FORBIDDEN.test(part) &&
    !UNPRINTABLE.test(part.replaceAll(" ", ""))
  );
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
