/** Short ids, unique in a document; random, so that two pipelines hardly ever share one. */

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 10;

export type MakeId = () => string;

export const makeId: MakeId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
};

/** `wanted`, or `wanted_2`, `wanted_3` … when it is taken. */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}_${number}`;
    if (!used.has(name)) return name;
  }
}
