/** The typed client of our own API: same origin, CSRF on what writes, one error class. */
import createClient, { type Middleware } from "openapi-fetch";
import { ApiError } from "./errors";
import type { paths } from "./schema";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

function cookie(name: string): string | undefined {
  return document.cookie
    .split("; ")
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** What a request that writes has to carry in `X-CSRFToken`. */
export function csrfToken(): string {
  return cookie("csrftoken") ?? "";
}

const csrf: Middleware = {
  onRequest({ request }) {
    const token = csrfToken();
    if (token && !safeMethods.has(request.method)) request.headers.set("X-CSRFToken", token);
    return request;
  },
};

export const client = createClient<paths>({
  baseUrl: typeof location === "undefined" ? "http://localhost" : location.origin,
  // Looked up at each call, so a test can put another fetch in its place.
  fetch: (request) => globalThis.fetch(request),
});
client.use(csrf);

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * Wait for a call and give its data.
 * @throws ApiError for every answer that is not a success, and when no answer came.
 */
export async function unwrap<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await call.catch((reason: unknown) => {
    if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
    throw ApiError.unreachable();
  });
  if (!response.ok) throw ApiError.fromResponse(response.status, error);
  return data as Data;
}

/** Send raw bytes; openapi-fetch would turn them into JSON. Same errors as `unwrap`. */
export async function sendBytes<Data>(path: string, bytes: Blob): Promise<Data> {
  const response = await globalThis
    .fetch(path, {
      method: "POST",
      body: bytes,
      headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": csrfToken() },
    })
    .catch(() => {
      throw ApiError.unreachable();
    });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw ApiError.fromResponse(response.status, body);
  return body as Data;
}
