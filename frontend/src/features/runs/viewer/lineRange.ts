/** A place in a log as it stands in the address: `120`, or `120-140`. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export function parseLines(text: string | null): LineRange | null {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text ?? "");
  if (!match) return null;
  const one = Number(match[1]);
  const other = Number(match[2] ?? match[1]);
  return one < 1 || other < 1 ? null : { from: Math.min(one, other), to: Math.max(one, other) };
}

export function formatLines({ from, to }: LineRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** The range after a click on a line number; with shift it reaches from the first line chosen to this one. */
export function chosenLines(chosen: LineRange | null, line: number, extend: boolean): LineRange {
  if (!extend || !chosen) return { from: line, to: line };
  return { from: Math.min(chosen.from, line), to: Math.max(chosen.from, line) };
}
