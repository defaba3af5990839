import { client, unwrap } from "./client";

/** At most so many pairs come in one answer. */
export const TIMES_A_PAGE = 10_000;

/** Pairs of (offset, epoch milliseconds) after an offset: the bytes before each were written by then. */
export async function readLogTimes(
  workspace: string,
  attempt: string,
  afterOffset: number,
  signal?: AbortSignal,
): Promise<number[][]> {
  const { times } = await unwrap(
    client.GET("/api/workspaces/{workspace}/attempts/{attempt}/log/times/", {
      params: { path: { workspace, attempt }, query: { after_offset: afterOffset > 0 ? afterOffset : undefined } },
      signal,
    }),
  );
  return times;
}
