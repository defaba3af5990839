import { queryOptions } from "@tanstack/react-query";
import { ApiError } from "./errors";
import { files } from "./routes";

/** How much of a text file is shown, in bytes; the whole of it is in the download. */
export const SHOWN_TEXT = 256 * 1024;

export interface TextHead {
  text: string;
  isWhole: boolean;
}

async function readHead(address: string, signal: AbortSignal): Promise<TextHead> {
  const response = await globalThis.fetch(address, { signal }).catch((reason: unknown) => {
    if (signal.aborted) throw reason;
    throw ApiError.unreachable();
  });
  if (!response.ok) throw ApiError.fromResponse(response.status, await response.json().catch(() => null));
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return { text: text + decoder.decode(), isWhole: true };
    text += decoder.decode(value.subarray(0, SHOWN_TEXT - size), { stream: true });
    size += value.length;
    if (size > SHOWN_TEXT) {
      await reader?.cancel();
      return { text, isWhole: false };
    }
  }
}

export const artifactQueries = {
  /** The beginning of a text file that a step left behind. */
  text: (workspace: string, run: string, step: string, path: string) =>
    queryOptions({
      queryKey: ["artifact-text", workspace, run, step, path],
      queryFn: ({ signal }) => readHead(files.artifact(workspace, run, step, path, true), signal),
      staleTime: 60_000,
    }),
};
