import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { putStored } from "@/api/storage";
import { useWorkspace } from "@/api/workspace";
import { uploads } from "../uploads/uploads";
import { uploadsInto } from "./uploadPaths";

/** Upload into a folder; files that have arrived show up in the list at once. */
export function useUploads(datastore: string, folder: string): (files: File[]) => void {
  const workspace = useWorkspace().id;
  const queries = useQueryClient();
  useEffect(
    () =>
      uploads.onStored(({ workspace: of, datastore: into, path, file }) => {
        const entry = { path, size: file.size, modified: new Date().toISOString(), is_folder: false };
        putStored(queries, of, into, entry);
      }),
    [queries],
  );
  return (files) => uploads.add(workspace, datastore, uploadsInto(folder, files));
}
