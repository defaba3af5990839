import { beforeEach, expect, it, vi } from "vitest";
import { Coalescer } from "./coalesce";

beforeEach(() => {
  vi.useFakeTimers();
});

it("does the same thing once, however often it is asked for", async () => {
  const work = vi.fn(() => Promise.resolve());
  const gathered = new Coalescer<string>(work, 150);
  for (let nudge = 0; nudge < 50; nudge += 1) gathered.add("runs", "runs");
  gathered.add("drafts", "drafts");
  await vi.advanceTimersByTimeAsync(150);
  expect(work.mock.calls).toEqual([[["runs", "drafts"]]]);
});

it("works again on what came in while it worked, and never twice at a time", async () => {
  let finish = () => {};
  const work = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const gathered = new Coalescer<string>(work, 150);
  gathered.add("runs", "runs");
  await vi.advanceTimersByTimeAsync(150);
  gathered.add("runs", "runs");
  await vi.advanceTimersByTimeAsync(5000);
  expect(work).toHaveBeenCalledOnce();
  finish();
  await vi.advanceTimersByTimeAsync(150);
  expect(work).toHaveBeenCalledTimes(2);
});

it("forgets what it gathered when stopped", async () => {
  const work = vi.fn(() => Promise.resolve());
  const gathered = new Coalescer<string>(work, 150);
  gathered.add("runs", "runs");
  gathered.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).not.toHaveBeenCalled();
});
