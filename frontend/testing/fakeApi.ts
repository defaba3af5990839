import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
}

type Answer = unknown | ((asked: Asked) => unknown);

/**
 * Answers for calls, by "METHOD path" with `*` for any one part; a number is a bare status.
 * Gives the list that every call is written into. What nobody foresaw is a 404.
 */
export function fakeApi(answers: Record<string, Answer>): Asked[] {
  const calls: Asked[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url);
    const text = await request.text();
    const asked: Asked = {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: text ? (JSON.parse(text) as unknown) : undefined,
    };
    calls.push(asked);
    const key = Object.keys(answers).find((each) => matches(each, asked));
    const answer = key === undefined ? 404 : answers[key];
    const body: unknown = typeof answer === "function" ? (answer as (asked: Asked) => unknown)(asked) : answer;
    if (typeof body === "number") return new Response(null, { status: body });
    return Response.json(body);
  });
  return calls;
}

function matches(key: string, { method, path }: Asked): boolean {
  const [verb, pattern = ""] = key.split(" ");
  const parts = pattern.split("/").map((part) => (part === "*" ? "[^/]+" : part));
  return verb === method && new RegExp(`^${parts.join("/")}$`).test(path);
}

export function page<Row>(results: Row[], next: string | null = null): { next: string | null; previous: null; results: Row[] } {
  return { next, previous: null, results };
}
