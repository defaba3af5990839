/** Every upload of this page, whatever page is shown: a few run at a time, the others wait. */
import { createStore } from "zustand/vanilla";
import type { ApiError } from "@/api/errors";
import type { RunningUpload, StartUpload } from "@/api/uploads";

export type UploadState = "waiting" | "sending" | "paused" | "exists" | "failed" | "done" | "canceled";

export interface UploadItem {
  readonly id: number;
  readonly file: File;
  readonly workspace: string;
  readonly datastore: string;
  readonly path: string;
  readonly state: UploadState;
  /** Bytes that the server has. */
  readonly sent: number;
  readonly overwrite: boolean;
  readonly error: string | null;
}

export interface Queue {
  readonly items: readonly UploadItem[];
  /** Bytes a second over the last few seconds; `null` until that is known. */
  readonly speed: number | null;
}

export interface NewUpload {
  file: File;
  path: string;
  /** Known to replace something, as an upload that goes on after a reload. */
  overwrite?: boolean;
}

const AT_ONCE = 3;
/** How often the page hears of progress, in milliseconds. */
const BEAT = 250;
/** Speed is measured over this time, in milliseconds. */
const WINDOW = 5000;
const OPEN: readonly UploadState[] = ["waiting", "sending"];

export function isOpen({ state }: UploadItem): boolean {
  return OPEN.includes(state);
}

export class UploadQueue {
  readonly state = createStore<Queue>(() => ({ items: [], speed: null }));
  private readonly running = new Map<number, RunningUpload>();
  private readonly progress = new Map<number, number>();
  private readonly listeners = new Set<(item: UploadItem) => void>();
  private samples: { at: number; sent: number }[] = [];
  private beat: ReturnType<typeof setInterval> | undefined;
  private nextId = 1;

  constructor(
    private readonly start: StartUpload,
    private readonly now: () => number = () => performance.now(),
  ) {}

  add(workspace: string, datastore: string, uploads: readonly NewUpload[]): void {
    const fresh = uploads.map(({ file, path, overwrite = false }): UploadItem => {
      const id = this.nextId++;
      return { id, file, workspace, datastore, path, overwrite, state: "waiting", sent: 0, error: null };
    });
    const added = new Set(fresh.map(({ path }) => `${datastore}\n${path}`));
    // The same target again takes the place of what had ended there.
    const kept = this.items.filter((item) => isOpen(item) || !added.has(`${item.datastore}\n${item.path}`));
    this.state.setState({ items: [...kept, ...fresh] });
    this.fill();
  }

  /** Tells of every file that has arrived; gives the way to stop listening. */
  onStored(listener: (item: UploadItem) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  pause(ids: readonly number[]): void {
    for (const item of this.chosen(ids, OPEN)) {
      void this.running.get(item.id)?.pause();
      this.change(item.id, { state: "paused" });
    }
    this.fill();
  }

  resume(ids: readonly number[]): void {
    for (const item of this.chosen(ids, ["paused", "failed"])) this.change(item.id, { state: "waiting", error: null });
    this.fill();
  }

  /** Stops for good; what has arrived is deleted on the server. */
  cancel(ids: readonly number[]): void {
    for (const item of this.chosen(ids, ["waiting", "sending", "paused", "exists", "failed"])) {
      void this.running.get(item.id)?.cancel();
      this.running.delete(item.id);
      this.change(item.id, { state: "canceled" });
    }
    this.fill();
  }

  /** For files whose path is taken: send them all the same. To skip them, cancel. */
  overwrite(ids: readonly number[]): void {
    for (const item of this.chosen(ids, ["exists"])) {
      this.running.delete(item.id);
      this.change(item.id, { state: "waiting", overwrite: true });
    }
    this.fill();
  }

  /** Forget everything that has ended. */
  clear(): void {
    this.state.setState({ items: this.items.filter(({ state }) => state !== "done" && state !== "canceled" && state !== "failed") });
  }

  private get items(): readonly UploadItem[] {
    return this.state.getState().items;
  }

  private chosen(ids: readonly number[], states: readonly UploadState[]): UploadItem[] {
    const wanted = new Set(ids);
    return this.items.filter(({ id, state }) => wanted.has(id) && states.includes(state));
  }

  private change(id: number, change: Partial<UploadItem>): void {
    this.state.setState(({ items }) => ({ items: items.map((item) => (item.id === id ? { ...item, ...change } : item)) }));
  }

  /** Start as many as may run. */
  private fill(): void {
    const busy = this.items.filter(({ state }) => state === "sending").length;
    const next = this.items.filter(({ state }) => state === "waiting").slice(0, Math.max(0, AT_ONCE - busy));
    for (const item of next) void this.run(item);
    this.keepTime();
  }

  private async run(item: UploadItem): Promise<void> {
    this.change(item.id, { state: "sending" });
    const known = this.running.get(item.id);
    if (known) {
      known.resume();
      return;
    }
    const { id, file, workspace, datastore, path, overwrite } = item;
    const upload = await this.start(
      file,
      { workspace, datastore, path, overwrite },
      {
        onProgress: (sent) => this.progress.set(id, sent),
        onDone: () => this.end(id, { state: "done", sent: file.size }),
        onError: (error) => this.fail(id, error),
      },
    );
    this.running.set(id, upload);
    // It was paused or given up while it was being started.
    const now = this.items.find((each) => each.id === id)?.state;
    if (now === "paused") await upload.pause();
    if (now === "canceled") await upload.cancel();
  }

  private fail(id: number, error: ApiError): void {
    if (error.code === "object_exists") this.end(id, { state: "exists" });
    else this.end(id, { state: "failed", error: error.message }, error.isTransient);
  }

  private end(id: number, change: Partial<UploadItem>, keep = false): void {
    if (!keep) this.running.delete(id);
    this.progress.delete(id);
    this.change(id, change);
    const item = this.items.find((each) => each.id === id);
    if (item?.state === "done") this.listeners.forEach((listener) => listener(item));
    this.fill();
  }

  private keepTime(): void {
    const isBusy = this.items.some(({ state }) => state === "sending");
    if (isBusy) this.beat ??= setInterval(() => this.tick(), BEAT);
    if (isBusy || this.beat === undefined) return;
    clearInterval(this.beat);
    this.beat = undefined;
    this.samples = [];
    this.state.setState({ speed: null });
  }

  /** Bring the progress of all into the state at once. */
  private tick(): void {
    const items = this.items.map((item) => {
      const sent = this.progress.get(item.id);
      return sent === undefined || sent === item.sent ? item : { ...item, sent };
    });
    const at = this.now();
    const sent = items.reduce((sum, item) => sum + item.sent, 0);
    this.samples = [...this.samples.filter((sample) => at - sample.at < WINDOW), { at, sent }];
    const first = this.samples[0];
    const speed = first && at - first.at >= 500 ? Math.max(0, ((sent - first.sent) / (at - first.at)) * 1000) : null;
    this.state.setState({ items, speed });
  }
}
