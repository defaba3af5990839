/** Paths on a datastore: `/` between names, none at the beginning; a folder's path ends in `/`, the root's is empty. */
import type { StoredEntry } from "@/api/storage";

export function nameOf(path: string): string {
  return path.replace(/\/$/, "").split("/").at(-1) ?? path;
}

/** The folder that a path lies in. */
export function folderOf(path: string): string {
  const trimmed = path.replace(/\/$/, "");
  return trimmed.slice(0, trimmed.lastIndexOf("/") + 1);
}

/** As a folder of an address: no `/` at its start, one at its end. */
export function asFolder(text: string): string {
  const trimmed = text.replace(/^\/+|\/+$/g, "");
  return trimmed === "" ? "" : `${trimmed}/`;
}

/** The way down to a folder: the name and the path of each. */
export function crumbsOf(folder: string): { name: string; path: string }[] {
  const names = folder.split("/").filter(Boolean);
  return names.map((name, at) => ({ name, path: `${names.slice(0, at + 1).join("/")}/` }));
}

/** What names an entry in an address and to the server: folders with their `/`. */
export function addressOf({ path, is_folder }: Pick<StoredEntry, "path" | "is_folder">): string {
  return is_folder ? asFolder(path) : path;
}
