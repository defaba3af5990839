/** Lists that go on: page after page, by the cursor in an answer's `next`. */
import { infiniteQueryOptions, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Page } from "./types";

/** Rows asked for at a time. */
export const pageSize = 100;

/** The cursor in a page's `next` or `previous` address. */
export function cursorOf(address: string | null | undefined): string | undefined {
  return address ? (new URL(address, "http://localhost").searchParams.get("cursor") ?? undefined) : undefined;
}

/** The query of a list, its rows so far as one; the answer to an old search stays until the new one is there. */
export function listQuery<Row>(
  queryKey: QueryKey,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => cursorOf(next),
    select: ({ pages }): Row[] => pages.flatMap(({ results }) => results),
    placeholderData: (previous) => previous,
  });
}

/** All rows of a list, fetched to its end: for what chooses among them. */
export function useWholeList<Row>(query: ReturnType<typeof listQuery<Row>>, enabled = true): Row[] | undefined {
  const { data, hasNextPage, isFetching, error, fetchNextPage } = useInfiniteQuery({ ...query, enabled });
  useEffect(() => {
    if (hasNextPage && !isFetching && !error) void fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  return data;
}
