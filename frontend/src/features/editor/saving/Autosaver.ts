/**
 * Saves the drawing a moment after the last edit, never over somebody else's: each save names the revision it was
 * made upon, and a stale one stops here until a person has chosen.
 */
import { createStore } from "zustand";
import { saveDraft, type Draft, type Problem as ServerProblem } from "@/api/drafts";
import { ApiError } from "@/api/errors";
import { sameDocument } from "@/graph/diff";
import type { PipelineDocument } from "@/graph/document";
import type { Problem } from "@/graph/problems";
import type { BlobKeeper } from "./BlobKeeper";
import { forgetUnsaved, keepUnsaved } from "./recovery";

const QUIET_MS = 900;
const RETRY_MS = [1000, 2000, 4000, 8000, 15000];
/** A save without an answer for so long is shown as not saved. */
const PATIENCE_MS = 5000;

export type SaveStatus = "saved" | "unsaved" | "saving" | "waiting" | "stale" | "failed";

export interface Saving {
  readonly status: SaveStatus;
  readonly revision: number;
  /** The document as the server last had it from us, or we from it. */
  readonly saved: PipelineDocument;
  /** What the server found wrong with `saved`. */
  readonly problems: readonly Problem[];
  /** The server's draft, while ours is stale. */
  readonly theirs: Draft | null;
  readonly error: Error | null;
}

export function asDocument(draft: Pick<Draft, "document">): PipelineDocument {
  return draft.document;
}

export function asProblems(problems: readonly ServerProblem[]): readonly Problem[] {
  return problems as readonly Problem[];
}

export class Autosaver {
  readonly state;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  /** Documents that were sent since the last answer: the server may have taken any of them. */
  private unanswered: PipelineDocument[] = [];
  private running: Promise<void> | null = null;

  constructor(
    private readonly workspace: string,
    private readonly draft: Draft,
    private readonly present: () => PipelineDocument,
    private readonly blobs: Pick<BlobKeeper, "send">,
    /** Told of each successful save. */
    private readonly onSaved: (draft: Draft) => void = () => undefined,
  ) {
    this.state = createStore<Saving>()(() => ({
      status: "saved",
      revision: draft.revision,
      saved: asDocument(draft),
      problems: asProblems(draft.problems),
      theirs: null,
      error: null,
    }));
  }

  /** To be called after every change of the document. */
  changed(): void {
    const { status, saved, revision } = this.state.getState();
    const document = this.present();
    if (document === saved) {
      if (!this.running && status !== "stale") this.settle();
      return;
    }
    void keepUnsaved(this.draft.id, { document, revision, at: Date.now() });
    if (status === "stale" || this.running) return;
    if (status !== "waiting") this.state.setState({ status: "unsaved", error: null });
    this.schedule(QUIET_MS);
  }

  /** Saves now and waits for the answer; resolves to whether everything is saved. */
  async flush(): Promise<boolean> {
    await this.running;
    if (this.present() !== this.state.getState().saved && this.state.getState().status !== "stale") await this.save();
    return this.state.getState().status === "saved";
  }

  /** After a person chose: go on from the server's revision `theirs`. */
  continueFrom(theirs: Draft): void {
    this.state.setState({ revision: theirs.revision, saved: asDocument(theirs), theirs: null, status: "unsaved" });
    this.changed();
  }

  /** Takes the server's draft as what is saved; the caller shows its document right after. */
  adopt(theirs: Draft): void {
    this.state.setState({
      revision: theirs.revision, saved: asDocument(theirs), problems: asProblems(theirs.problems), status: "saved",
      theirs: null, error: null,
    });
    void forgetUnsaved(this.draft.id);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), delay);
  }

  private async save(): Promise<void> {
    if (this.running) return;
    clearTimeout(this.timer);
    this.running = this.send();
    await this.running;
    this.running = null;
    if (this.state.getState().status === "unsaved") this.schedule(QUIET_MS);
  }

  private async send(): Promise<void> {
    const document = this.present();
    // Until a try succeeds each further one is still "not saved", not "saving".
    if (this.failures === 0) this.state.setState({ status: "saving" });
    const patience = setTimeout(() => {
      this.state.setState({ status: "waiting" });
    }, PATIENCE_MS);
    try {
      await this.blobs.send(document);
      const { revision } = this.state.getState();
      this.unanswered.push(document);
      const draft = await saveDraft(this.workspace, this.draft.id, revision, { document });
      this.failures = 0;
      this.unanswered = [];
      const status = this.present() === document ? "saved" : "unsaved";
      this.state.setState({
        status, saved: document, revision: draft.revision, problems: asProblems(draft.problems), error: null,
      });
      if (status === "saved") void forgetUnsaved(this.draft.id);
      this.onSaved(draft);
    } catch (reason) {
      if (reason instanceof ApiError) this.refused(reason);
      else this.broke(reason);
    } finally {
      clearTimeout(patience);
    }
  }

  private refused(error: ApiError): void {
    if (error.isTransient) {
      this.state.setState({ status: "waiting", error });
      this.retry();
      return;
    }
    this.failures = 0;
    if (error.status === 412) this.meet(error.extra.current as Draft, error);
    else this.state.setState({ status: "failed", error });
    this.unanswered = [];
  }

  /** Neither saved nor refused: this browser failed (its storage, say). It is said, and tried again. */
  private broke(reason: unknown): void {
    this.state.setState({ status: "failed", error: reason instanceof Error ? reason : new Error(String(reason)) });
    this.retry();
  }

  private retry(): void {
    this.schedule(RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 0);
    this.failures += 1;
  }

  /**
   * Another revision whose drawing is the one we built upon (a rename, say) is no conflict, and one that is what we
   * sent ourselves is our own save, whose answer was lost.
   */
  private meet(theirs: Draft, error: ApiError): void {
    const document = asDocument(theirs);
    const ours = [this.state.getState().saved, ...this.unanswered].findLast((known) => sameDocument(document, known));
    if (!ours) {
      this.state.setState({ status: "stale", theirs, error });
      return;
    }
    this.state.setState({ revision: theirs.revision, saved: ours, problems: asProblems(theirs.problems), error: null });
    if (this.present() === ours) this.settle();
    else this.state.setState({ status: "unsaved" });
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.state.setState({ status: "saved", error: null });
    void forgetUnsaved(this.draft.id);
  }
}
