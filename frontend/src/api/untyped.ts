/** Calls that the schema does not know yet. Same errors as the typed client. */
import { client, unwrap } from "./client";

interface Call {
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
}

type Loose = (path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

export async function request<Data>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, { query, body, signal }: Call = {}): Promise<Data> {
  const call = client[method] as unknown as Loose;
  return (await unwrap(call(path, { params: { query }, body, signal }))) as Data;
}
