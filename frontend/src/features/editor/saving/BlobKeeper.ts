/**
 * Contents of source files, by digest. A content is kept here (and in IndexedDB) from the moment it is typed; the
 * document refers to it at once; it is sent before the document is saved. So undo covers contents, and an edit made
 * while the server is away is not lost.
 */
import { del, get, set } from "idb-keyval";
import { putBlob, type BlobRef } from "@/api/blobs";
import type { PipelineDocument } from "@/graph/document";

const key = (sha256: string) => `blob:${sha256}`;

export async function digest(content: Blob): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", await content.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class BlobKeeper {
  private readonly unsent = new Map<string, Blob>();

  constructor(private readonly workspace: string) {}

  /** Takes a content in; the answer is what a document refers to it by. */
  async keep(content: Blob | string): Promise<BlobRef> {
    const blob = typeof content === "string" ? new Blob([content]) : content;
    const sha256 = await digest(blob);
    this.unsent.set(sha256, blob);
    await set(key(sha256), blob);
    return { sha256, size: blob.size };
  }

  /** A content that the server may not have yet. */
  async held(sha256: string): Promise<Blob | undefined> {
    return this.unsent.get(sha256) ?? (await get<Blob>(key(sha256)));
  }

  /**
   * Sends what the document refers to and the server has not got.
   * @throws ApiError
   */
  async send(document: PipelineDocument): Promise<void> {
    const used = new Set(document.nodes.flatMap((node) => Object.values(node.source ?? {}).map((file) => file.sha256)));
    for (const sha256 of used) {
      const blob = this.unsent.get(sha256);
      if (!blob) continue;
      await putBlob(this.workspace, blob);
      this.unsent.delete(sha256);
      await del(key(sha256));
    }
  }

  /** After a crash: takes up contents a document refers to that were typed but never sent. */
  async recover(document: PipelineDocument): Promise<void> {
    for (const node of document.nodes) {
      for (const { sha256 } of Object.values(node.source ?? {})) {
        const blob = await get<Blob>(key(sha256));
        if (blob) this.unsent.set(sha256, blob);
      }
    }
  }
}
