/** What lies on a datastore: listed folder by folder, previewed, deleted. Uploads are in `uploads.ts`. */
import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions, useMutation } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Preview, StoredEntry, StoredPage } from "./types";

export type { StoredEntry, StoredPage } from "./types";

/** Entries asked for at once. */
export const FOLDER_PAGE = 1000;

export const storageKeys = {
  folder: (workspace: string, datastore: string, prefix: string) => ["storage", workspace, datastore, "folder", prefix] as const,
  preview: (workspace: string, datastore: string, path: string) => ["storage", workspace, datastore, "preview", path] as const,
};

export const storageQueries = {
  /** What is directly below a folder; `prefix` may end within a name and then filters. */
  folder: (workspace: string, datastore: string, prefix: string, limit = FOLDER_PAGE) =>
    infiniteQueryOptions({
      queryKey: [...storageKeys.folder(workspace, datastore, prefix), limit],
      queryFn: ({ signal, pageParam }): Promise<StoredPage> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/datastores/{datastore}/files/", {
            params: { path: { workspace, datastore }, query: { prefix, after: pageParam || undefined, limit } },
            signal,
          }),
        ),
      initialPageParam: "" as string | null,
      getNextPageParam: ({ next }) => next,
      // Reading a folder of 100,000 again is a hundred requests: only when asked, or on coming back to it.
      staleTime: Infinity,
      gcTime: 0,
    }),
  preview: (workspace: string, datastore: string, path: string) =>
    queryOptions({
      queryKey: storageKeys.preview(workspace, datastore, path),
      queryFn: ({ signal }): Promise<Preview> =>
        unwrap(
          client.GET("/api/workspaces/{workspace}/datastores/{datastore}/preview/", {
            params: { path: { workspace, datastore }, query: { path } },
            signal,
          }),
        ),
      staleTime: 30_000,
    }),
};

/** Delete a file, or a folder with all that is in it; the answer says how many objects went. */
export function useDeleteStored(workspace: string, datastore: string) {
  return useMutation({
    mutationFn: (path: string): Promise<{ deleted: number }> =>
      unwrap(
        client.DELETE("/api/workspaces/{workspace}/datastores/{datastore}/files/", {
          params: { path: { workspace, datastore }, query: { path } },
        }),
      ),
  });
}

type Pages = InfiniteData<StoredPage, string | null>;

/**
 * Bring an uploaded file into the folders that are on the screen, and take deleted ones out: a folder of a hundred
 * pages is not read again for one name.
 */
export function putStored(queries: QueryClient, workspace: string, datastore: string, file: StoredEntry): void {
  for (const [key, pages] of foldersOf(queries, workspace, datastore)) {
    const prefix = prefixOf(key);
    const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    if (!pages || !file.path.startsWith(prefix)) continue;
    const below = file.path.slice(folder.length);
    const entry = below.includes("/")
      ? { path: folder + below.slice(0, below.indexOf("/")), size: 0, modified: file.modified, is_folder: true }
      : file;
    queries.setQueryData<Pages>(key, withEntry(pages, entry));
  }
  void queries.invalidateQueries({ queryKey: storageKeys.preview(workspace, datastore, file.path) });
}

export function dropStored(queries: QueryClient, workspace: string, datastore: string, paths: ReadonlySet<string>): void {
  for (const [key, pages] of foldersOf(queries, workspace, datastore)) {
    if (!pages) continue;
    const left = pages.pages.map((page) => ({ ...page, results: page.results.filter(({ path }) => !paths.has(path)) }));
    queries.setQueryData<Pages>(key, { ...pages, pages: left });
  }
}

function foldersOf(queries: QueryClient, workspace: string, datastore: string) {
  return queries.getQueriesData<Pages>({ queryKey: ["storage", workspace, datastore, "folder"] });
}

function prefixOf(key: readonly unknown[]): string {
  return String(key[4]);
}

/** In its place among the names; beyond the last page that was read it will come with its own page. */
function withEntry(pages: Pages, entry: StoredEntry): Pages {
  const at = pages.pages.findIndex(({ results, next }) => next === null || (results.at(-1)?.path ?? "") >= entry.path);
  if (at === -1) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page, index) => {
      if (index !== at) return page;
      const others = page.results.filter(({ path }) => path !== entry.path);
      const before = others.filter(({ path }) => path < entry.path);
      return { ...page, results: [...before, entry, ...others.slice(before.length)] };
    }),
  };
}
