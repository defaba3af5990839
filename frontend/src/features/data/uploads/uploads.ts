import { useStore } from "zustand";
import { startUpload } from "@/api/uploads";
import { type Queue, UploadQueue } from "./queue";

/** The one queue: uploads go on whichever page is shown. */
export const uploads = new UploadQueue(startUpload);

export function useUploadQueue<Slice>(select: (queue: Queue) => Slice): Slice {
  return useStore(uploads.state, select);
}
