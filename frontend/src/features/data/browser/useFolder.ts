/** A folder as the list shows it: pages as they are needed, in the order asked for. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { storageQueries, type StoredEntry } from "@/api/storage";
import { needsAll, type Order, sorted } from "./order";

export interface Folder {
  entries: readonly StoredEntry[];
  /** False while more could be read. */
  isWhole: boolean;
  isReading: boolean;
  isEmpty: boolean;
  error: Error | null;
  isLoading: boolean;
  readOn: () => void;
  refresh: () => Promise<unknown>;
}

export function useFolder(workspace: string, datastore: string, prefix: string, order: Order): Folder {
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    storageQueries.folder(workspace, datastore, prefix),
  );
  const wantsAll = needsAll(order);
  const { key, descending } = order;
  // Folders come first where the whole folder came at once; a long one keeps the server's order, so that no row jumps.
  const isOnePage = data?.pages.length === 1 && !hasNextPage;
  const entries = useMemo(() => {
    const all = data?.pages.flatMap(({ results }) => results) ?? [];
    return wantsAll || isOnePage ? sorted(all, { key, descending }) : all;
  }, [data, wantsAll, isOnePage, key, descending]);

  useEffect(() => {
    if (wantsAll && hasNextPage && !isFetching && !error) void fetchNextPage();
  }, [wantsAll, hasNextPage, isFetching, error, fetchNextPage]);

  return {
    entries,
    isWhole: data !== undefined && !hasNextPage,
    isReading: isFetchingNextPage,
    isEmpty: data !== undefined && entries.length === 0,
    error,
    isLoading: data === undefined && !error,
    readOn: () => {
      if (hasNextPage && !isFetching && !error) void fetchNextPage();
    },
    refresh: refetch,
  };
}
