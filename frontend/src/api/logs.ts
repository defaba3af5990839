import { client, unwrap } from "./client";
import { ApiError } from "./errors";
import { files } from "./routes";
import type { LogMatches } from "./types";

export type { LogMatches } from "./types";

/**
 * Exact bytes `[start, end)` of an attempt's log as it stands now; shorter (or empty) where the log ends.
 * @throws ApiError
 */
export async function readLog(
  workspace: string,
  attempt: string,
  start: number,
  end: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const response = await globalThis
    .fetch(files.log(workspace, attempt), { headers: { Range: `bytes=${start}-${end - 1}` }, signal })
    .catch((reason: unknown) => {
      if (signal?.aborted) throw reason;
      throw ApiError.unreachable();
    });
  if (response.status === 416) return new Uint8Array();
  if (!response.ok) throw ApiError.fromResponse(response.status, await response.json().catch(() => null));
  return new Uint8Array(await response.arrayBuffer());
}

export function searchLog(
  workspace: string,
  attempt: string,
  query: { q: string; regex?: boolean; after_offset?: number },
  signal?: AbortSignal,
): Promise<LogMatches> {
  return unwrap(
    client.GET("/api/workspaces/{workspace}/attempts/{attempt}/log/search/", {
      params: { path: { workspace, attempt }, query },
      signal,
    }),
  );
}
