import { files as addresses } from "@/api/routes";
import type { StoredEntry } from "@/api/storage";
import { nameOf } from "./paths";

/** Browsers ask before a page starts more than one download, and drop them beyond some ten. */
export const MOST_DOWNLOADS = 10;

export function downloadAll(workspace: string, datastore: string, entries: readonly StoredEntry[]): void {
  for (const { path } of entries) {
    const link = document.createElement("a");
    link.href = addresses.stored(workspace, datastore, path);
    link.download = nameOf(path);
    link.click();
  }
}
