/** Sending one file to a datastore so that it survives a lost line, a pause and a reload: tus 1.0 through its own client. */
import type { DetailedError, PreviousUpload, Upload, UploadOptions } from "tus-js-client";
import { csrfToken } from "./client";
import { ApiError } from "./errors";

/** Bytes in one request: small enough for any proxy in front, large enough to cost nothing. */
const CHUNK = 8 * 1024 * 1024;
/** Waits before trying again, in milliseconds; counted anew after each chunk that arrived. */
const RETRIES = [0, 1000, 3000, 5000, 10_000];

export interface UploadTarget {
  workspace: string;
  datastore: string;
  /** The whole path on the datastore. */
  path: string;
  overwrite: boolean;
}

export interface UploadEvents {
  onProgress: (sent: number) => void;
  onDone: () => void;
  /** `object_exists` when the path is taken and overwriting was not asked for. */
  onError: (error: ApiError) => void;
}

export interface RunningUpload {
  pause: () => Promise<void>;
  resume: () => void;
  /** Stops, and deletes on the server what has arrived. */
  cancel: () => Promise<void>;
}

export type StartUpload = (file: File, target: UploadTarget, events: UploadEvents) => Promise<RunningUpload>;

/** Starts sending, from where an earlier attempt with the same file and target stopped. */
export const startUpload: StartUpload = async (file, target, events) => {
  const { Upload: TusUpload } = await import("tus-js-client");
  const upload: Upload = new TusUpload(file, {
    ...optionsFor(target),
    fingerprint: () => Promise.resolve(fingerprint(target, file)),
    onProgress: events.onProgress,
    onSuccess: events.onDone,
    onError: (error) => events.onError(readError(error)),
  });
  const [previous] = (await upload.findPreviousUploads()).sort((a, b) => b.creationTime.localeCompare(a.creationTime));
  if (previous) upload.resumeFromPreviousUpload(previous);
  upload.start();
  return { pause: () => upload.abort(false), resume: () => upload.start(), cancel: () => upload.abort(true) };
};

function optionsFor({ workspace, datastore, path, overwrite }: UploadTarget): UploadOptions {
  return {
    endpoint: `/api/workspaces/${workspace}/datastores/${encodeURIComponent(datastore)}/uploads/`,
    metadata: { path, filename: path.split("/").at(-1) ?? path, ...(overwrite ? { overwrite: "1" } : {}) },
    chunkSize: CHUNK,
    retryDelays: RETRIES,
    removeFingerprintOnSuccess: true,
    onBeforeRequest: (request) => {
      if (request.getMethod() !== "HEAD") request.setHeader("X-CSRFToken", csrfToken());
    },
    onShouldRetry: (error) => readError(error).code !== "object_exists" && mayPass(error),
  };
}

/** 409 is an offset that the server knows better, 423 a request that still holds the upload. */
function mayPass(error: DetailedError): boolean {
  const status = error.originalResponse?.getStatus() ?? 0;
  return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
}

function readError(error: Error | DetailedError): ApiError {
  const response = "originalResponse" in error ? error.originalResponse : null;
  if (!response) return ApiError.unreachable();
  return ApiError.fromResponse(response.getStatus(), parsed(response.getBody()));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (reason) {
    if (reason instanceof SyntaxError) return null;
    throw reason;
  }
}

const MARK = "studio-upload";

/** What makes two uploads the same one: same file, same target. Kept by the browser with the upload's address. */
function fingerprint({ workspace, datastore, path }: UploadTarget, file: File): string {
  return [MARK, workspace, datastore, path, file.size, file.lastModified].map(encodeURIComponent).join("|");
}

/** An upload that this browser began and did not finish, as after a reload. */
export interface InterruptedUpload {
  key: string;
  address: string | null;
  workspace: string;
  datastore: string;
  path: string;
  size: number;
  lastModified: number;
  overwrite: boolean;
}

/** The uploads into a datastore that stopped on the way: with the same file they go on where they were. */
export async function interruptedUploads(workspace: string, datastore: string): Promise<InterruptedUpload[]> {
  const { defaultOptions } = await import("tus-js-client");
  const all = await defaultOptions.urlStorage.findAllUploads();
  return all.map(asInterrupted).filter((each) => each !== null && each.workspace === workspace && each.datastore === datastore) as InterruptedUpload[];
}

function asInterrupted({ urlStorageKey, uploadUrl, metadata }: PreviousUpload): InterruptedUpload | null {
  const [, print = ""] = urlStorageKey.split("::");
  const [mark, workspace = "", datastore = "", path = "", size, lastModified] = print.split("|").map(decodeURIComponent);
  if (mark !== MARK) return null;
  return {
    key: urlStorageKey, address: uploadUrl, workspace, datastore, path,
    size: Number(size), lastModified: Number(lastModified), overwrite: metadata.overwrite === "1",
  };
}

/** Give an interrupted upload up: the server drops what has arrived, the browser forgets it. */
export async function forgetUpload({ key, address }: InterruptedUpload): Promise<void> {
  const { Upload: TusUpload, defaultOptions } = await import("tus-js-client");
  // What the server no longer has needs no deleting; what cannot be reached now expires there by itself.
  if (address) {
    await TusUpload.terminate(address, {
      retryDelays: null,
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
    }).catch(() => undefined);
  }
  await defaultOptions.urlStorage.removeUpload(key);
}
