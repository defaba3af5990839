import { queryOptions } from "@tanstack/react-query";
import { sendBytes } from "./client";
import { ApiError } from "./errors";
import { files } from "./routes";

/** Where a file of a step's source lives: content-addressed, so the same bytes are stored once. */
export interface BlobRef {
  sha256: string;
  size: number;
}

export function putBlob(workspace: string, content: Blob | string): Promise<BlobRef> {
  const bytes = typeof content === "string" ? new Blob([content]) : content;
  return sendBytes(`/api/workspaces/${workspace}/blobs/`, bytes);
}

async function readText(workspace: string, sha256: string, signal: AbortSignal): Promise<string> {
  const response = await globalThis.fetch(files.blob(workspace, sha256), { signal }).catch((reason: unknown) => {
    if (signal.aborted) throw reason;
    throw ApiError.unreachable();
  });
  if (!response.ok) throw ApiError.fromResponse(response.status, await response.json().catch(() => null));
  return response.text();
}

export const blobQueries = {
  /** The text of a blob; never stale, its name is its content. */
  text: (workspace: string, sha256: string) =>
    queryOptions({
      queryKey: ["blobs", workspace, sha256],
      queryFn: ({ signal }) => readText(workspace, sha256, signal),
      staleTime: Infinity,
    }),
};
