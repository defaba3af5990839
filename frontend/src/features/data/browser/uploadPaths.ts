/** Where chosen and dropped files go: their names below the folder, with the folders they came in. */
import type { NewUpload } from "../uploads/queue";

/** `path` is how the drop names a file, `webkitRelativePath` how the folder picker does. */
type Chosen = File & { path?: string };

export function uploadsInto(folder: string, files: readonly Chosen[]): NewUpload[] {
  return files.map((file) => {
    const below = (file.webkitRelativePath || file.path || file.name).replace(/^(\.?\/)+/, "");
    return { file, path: folder + below };
  });
}
