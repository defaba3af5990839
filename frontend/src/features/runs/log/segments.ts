/** A row's text cut where its look changes: colours, links, search hits. */
import { PLAIN, safeLink, type Pen } from "./pen";
import type { Span } from "./row";

export interface Segment {
  readonly from: number;
  readonly text: string;
  readonly pen: Pen;
  readonly href?: string;
  readonly isHit: boolean;
}

type Range = readonly [from: number, to: number];

const WEB = /https?:\/\/[^\s<>"'`‹›]+/gi;
/** Signs that end a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]}]+$/;

export function segmentsOf(text: string, spans: readonly Span[], hits: readonly Range[]): Segment[] {
  const links = linksIn(text);
  if (spans.length === 0 && hits.length === 0 && links.length === 0) {
    return text === "" ? [] : [{ from: 0, text, pen: PLAIN, isHit: false }];
  }
  const edges = [0, text.length, ...spans.flatMap(({ from, to }) => [from, to]), ...hits.flat(), ...links.flat()];
  const cuts = [...new Set(edges)].sort((one, other) => one - other);
  const penAt = cursor(spans.map(({ from, to, pen }) => ({ from, to, value: pen })));
  const hitAt = cursor(hits.map(([from, to]) => ({ from, to, value: true })));
  const linkAt = cursor(links.map(([from, to]) => ({ from, to, value: safeLink(text.slice(from, to)) })));
  const segments: Segment[] = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const from = cuts[index] ?? 0;
    const pen = penAt(from) ?? PLAIN;
    segments.push({
      from,
      text: text.slice(from, cuts[index + 1]),
      pen,
      href: pen.href ?? linkAt(from),
      isHit: hitAt(from) ?? false,
    });
  }
  return segments;
}

function linksIn(text: string): [number, number][] {
  if (!text.includes("://")) return [];
  return Array.from(text.matchAll(WEB), (match) => {
    const address = match[0].replace(TRAILING, "");
    return [match.index, match.index + address.length];
  });
}

/** Answers, for positions that only grow, what lies there. */
function cursor<Value>(
  ranges: readonly { from: number; to: number; value: Value }[],
): (at: number) => Value | undefined {
  let index = 0;
  return (at) => {
    while (index < ranges.length && (ranges[index]?.to ?? 0) <= at) index += 1;
    const range = ranges[index];
    return range && range.from <= at ? range.value : undefined;
  };
}
