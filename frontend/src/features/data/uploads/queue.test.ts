import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import type { StartUpload, UploadEvents, UploadTarget } from "@/api/uploads";
import { UploadQueue } from "./queue";
import { summarize } from "./summary";

/** A server that the test plays: every started upload waits for its word. */
function server() {
  const started: (UploadTarget & UploadEvents & { pause: () => void; resume: () => void; cancel: () => void })[] = [];
  const start: StartUpload = async (_file, target, events) => {
    const hands = { pause: vi.fn(async () => {}), resume: vi.fn(), cancel: vi.fn(async () => {}) };
    started.push({ ...target, ...events, ...hands });
    return hands;
  };
  return { start, started };
}

const file = (name: string, size = 100) => new File([new Uint8Array(size)], name);
const added = (...names: string[]) => names.map((name) => ({ file: file(name), path: `in/${name}` }));
const taken = () => new ApiError(409, [{ code: "object_exists", detail: "There is a file.", attr: null }]);

describe("the queue of uploads", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const states = (queue: UploadQueue) => queue.state.getState().items.map(({ state }) => state);

  it("sends three at a time and the next when one has arrived", async () => {
    const { start, started } = server();
    const queue = new UploadQueue(start);
    queue.add("w", "store", added("a", "b", "c", "d"));
    await vi.advanceTimersByTimeAsync(0);
    expect(started.map(({ path }) => path)).toEqual(["in/a", "in/b", "in/c"]);
    started[0]!.onDone();
    await vi.advanceTimersByTimeAsync(0);
    expect(started.at(-1)?.path).toBe("in/d");
    expect(states(queue)).toEqual(["done", "sending", "sending", "sending"]);
  });

  it("asks where a file is there already, and overwrites or leaves it as told", async () => {
    const { start, started } = server();
    const queue = new UploadQueue(start);
    queue.add("w", "store", added("a", "b"));
    await vi.advanceTimersByTimeAsync(0);
    started.forEach(({ onError }) => onError(taken()));
    expect(states(queue)).toEqual(["exists", "exists"]);
    const [a, b] = queue.state.getState().items;
    queue.overwrite([a!.id]);
    queue.cancel([b!.id]);
    await vi.advanceTimersByTimeAsync(0);
    expect(states(queue)).toEqual(["sending", "canceled"]);
    expect(started.at(-1)).toMatchObject({ path: "in/a", overwrite: true });
  });

  it("goes on with a paused upload instead of beginning again", async () => {
    const { start, started } = server();
    const queue = new UploadQueue(start);
    queue.add("w", "store", added("a"));
    await vi.advanceTimersByTimeAsync(0);
    const ids = queue.state.getState().items.map(({ id }) => id);
    queue.pause(ids);
    expect(states(queue)).toEqual(["paused"]);
    queue.resume(ids);
    expect(started).toHaveLength(1);
    expect(started[0]?.pause).toHaveBeenCalledOnce();
    expect(started[0]?.resume).toHaveBeenCalledOnce();
  });

  it("deletes on the server what a given-up upload had sent", async () => {
    const { start, started } = server();
    const queue = new UploadQueue(start);
    queue.add("w", "store", added("a"));
    await vi.advanceTimersByTimeAsync(0);
    queue.cancel(queue.state.getState().items.map(({ id }) => id));
    expect(started[0]?.cancel).toHaveBeenCalledOnce();
  });

  it("says why one failed, sends the others, and tries again when asked", async () => {
    const { start, started } = server();
    const queue = new UploadQueue(start);
    queue.add("w", "store", added("a", "b"));
    await vi.advanceTimersByTimeAsync(0);
    started[0]!.onError(new ApiError(400, [{ code: "invalid_path", detail: "The name is too long.", attr: "path" }]));
    started[1]!.onDone();
    expect(queue.state.getState().items[0]).toMatchObject({ state: "failed", error: "The name is too long." });
    queue.resume([queue.state.getState().items[0]!.id]);
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toHaveLength(3);
  });

  it("tells once of each file that has arrived", async () => {
    const { start, started } = server();
    const queue = new UploadQueue(start);
    const arrived: string[] = [];
    const stop = queue.onStored(({ path }) => arrived.push(path));
    queue.add("w", "store", added("a", "b"));
    await vi.advanceTimersByTimeAsync(0);
    started[0]!.onDone();
    stop();
    started[1]!.onDone();
    expect(arrived).toEqual(["in/a"]);
  });

  it("knows speed and time left from the last seconds", async () => {
    const { start, started } = server();
    let now = 0;
    const queue = new UploadQueue(start, () => now);
    queue.add("w", "store", [{ file: file("a", 1000), path: "a" }]);
    await vi.advanceTimersByTimeAsync(0);
    for (const sent of [100, 200, 300, 400, 500]) {
      started[0]!.onProgress(sent);
      now += 250;
      await vi.advanceTimersByTimeAsync(250);
    }
    expect(queue.state.getState().speed).toBeCloseTo(400);
    expect(summarize(queue.state.getState()).secondsLeft).toBeCloseTo(1.25);
    started[0]!.onDone();
    expect(queue.state.getState().speed).toBeNull();
  });
});
