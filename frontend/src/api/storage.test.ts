import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { dropStored, putStored, storageQueries, type StoredEntry } from "./storage";

const entry = (path: string, is_folder = false): StoredEntry => ({ path, size: 1, modified: "2030-01-01T00:00:00Z", is_folder });

/** A folder whose pages have been read as given; the last page is the end of it unless `next` says otherwise. */
function folder(prefix: string, pages: string[][], next: string | null = null) {
  const queries = new QueryClient();
  const { queryKey } = storageQueries.folder("w", "s", prefix);
  queries.setQueryData(queryKey, {
    pages: pages.map((paths, at) => ({ results: paths.map((path) => entry(path)), next: at < pages.length - 1 ? (paths.at(-1) ?? null) : next })),
    pageParams: pages.map(() => ""),
  });
  const listed = () => queries.getQueryData(queryKey)?.pages.map(({ results }) => results.map(({ path }) => path));
  return { queries, listed };
}

describe("a folder on the screen", () => {
  it("gets an uploaded file in its place among the names", () => {
    const { queries, listed } = folder("in/", [["in/a", "in/c"], ["in/e"]]);
    putStored(queries, "w", "s", entry("in/b"));
    putStored(queries, "w", "s", entry("in/f"));
    expect(listed()).toEqual([["in/a", "in/b", "in/c"], ["in/e", "in/f"]]);
  });

  it("lists a replaced file once", () => {
    const { queries, listed } = folder("in/", [["in/a"]]);
    putStored(queries, "w", "s", { ...entry("in/a"), size: 9 });
    expect(listed()).toEqual([["in/a"]]);
  });

  it("shows the folder of a file that went deeper", () => {
    const { queries, listed } = folder("in/", [["in/a"]]);
    putStored(queries, "w", "s", entry("in/set/deep/x"));
    expect(listed()).toEqual([["in/a", "in/set"]]);
  });

  it("leaves what lies beyond the pages read so far to its own page", () => {
    const { queries, listed } = folder("in/", [["in/a", "in/c"]], "in/c");
    putStored(queries, "w", "s", entry("in/z"));
    expect(listed()).toEqual([["in/a", "in/c"]]);
  });

  it("does not show what a filter hides, nor what went elsewhere", () => {
    const { queries, listed } = folder("in/a", [["in/a"]]);
    putStored(queries, "w", "s", entry("in/b"));
    putStored(queries, "w", "s", entry("out/a"));
    expect(listed()).toEqual([["in/a"]]);
  });

  it("loses what was deleted", () => {
    const { queries, listed } = folder("in/", [["in/a", "in/b"], ["in/c"]]);
    dropStored(queries, "w", "s", new Set(["in/b", "in/c"]));
    expect(listed()).toEqual([["in/a"], []]);
  });
});
