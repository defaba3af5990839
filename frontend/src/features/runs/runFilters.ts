/** The runs list's filters: how they stand in the address, and what they ask the API for. */
import type { RunsFilter } from "../../api/runs";
import type { RunsPlace } from "../../api/routes";

/** How far back, by its name in the address, in hours. */
export const spans = { "1h": 1, "24h": 24, "7d": 24 * 7, "30d": 24 * 30 } as const;
export type Span = keyof typeof spans;

const names = ["search", "experiment", "draft", "published", "state", "created_by", "when", "cursor"] as const;

const hour = 3_600_000;

export function readPlace(params: URLSearchParams): RunsPlace {
  const place: RunsPlace = {};
  for (const name of names) {
    const value = params.get(name);
    if (value) place[name] = value;
  }
  return place;
}

/** What narrows the list, beside the page one is on. */
export function isFiltered(place: RunsPlace): boolean {
  return names.some((name) => name !== "cursor" && place[name] !== undefined);
}

function isSpan(text: string | undefined): text is Span {
  return text !== undefined && Object.hasOwn(spans, text);
}

/** `now` in milliseconds. A span the address invents asks for everything. */
export function toFilter({ when, ...place }: RunsPlace, now: number): RunsFilter {
  if (!isSpan(when)) return place;
  return { ...place, created_after: new Date(now - spans[when] * hour).toISOString() };
}

/** The pipeline filter names either a draft or a published pipeline; one select shows both. */
export function pipelineValue(place: RunsPlace): string | null {
  if (place.draft) return `draft:${place.draft}`;
  if (place.published) return `published:${place.published}`;
  return null;
}

export function fromPipelineValue(value: string | null): Record<"draft" | "published", string | null> {
  const [kind, id] = value?.split(":") ?? [];
  return { draft: kind === "draft" ? (id ?? null) : null, published: kind === "published" ? (id ?? null) : null };
}
