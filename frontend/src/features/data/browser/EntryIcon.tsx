import { IconFile, IconFileText, IconFolder, IconJson, IconPackage, IconPhoto, IconTable, type Icon } from "@tabler/icons-react";
import { createElement } from "react";
import type { StoredEntry } from "@/api/storage";
import classes from "./browser.module.css";

const BY_ENDING: Record<string, Icon> = {
  csv: IconTable, tsv: IconTable, parquet: IconTable, json: IconJson, jsonl: IconJson, ndjson: IconJson,
  png: IconPhoto, jpg: IconPhoto, jpeg: IconPhoto, gif: IconPhoto, webp: IconPhoto,
  txt: IconFileText, md: IconFileText, log: IconFileText, py: IconFileText, yaml: IconFileText, yml: IconFileText,
  pkl: IconPackage, joblib: IconPackage, onnx: IconPackage, pt: IconPackage, zip: IconPackage, gz: IconPackage,
};

/** What a name promises; only the server, reading it, knows. */
export function EntryIcon({ entry, size = 18 }: { entry: Pick<StoredEntry, "path" | "is_folder">; size?: number }) {
  const ending = entry.path.slice(entry.path.lastIndexOf(".") + 1).toLowerCase();
  const icon = entry.is_folder ? IconFolder : (BY_ENDING[ending] ?? IconFile);
  return createElement(icon, { size, stroke: 1.6, "aria-hidden": true, className: entry.is_folder ? classes.folderIcon : classes.fileIcon });
}
