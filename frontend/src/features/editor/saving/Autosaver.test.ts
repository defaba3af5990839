import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Draft } from "@/api/drafts";
import { EMPTY_DOCUMENT, type PipelineDocument } from "@/graph/document";
import { addNote } from "@/graph/edit";
import { Autosaver } from "./Autosaver";
import type { BlobKeeper } from "./BlobKeeper";

vi.mock("./recovery", () => ({ keepUnsaved: vi.fn(async () => undefined), forgetUnsaved: vi.fn(async () => undefined) }));

const draft = (revision: number, document: PipelineDocument = EMPTY_DOCUMENT) =>
  ({ id: "d", name: "n", description: "", revision, document, problems: [], updated_at: "", updated_by: null, created_at: "" }) as unknown as Draft;
const edited = (id: string) =>
  addNote(EMPTY_DOCUMENT, { id, text: id, position: { x: 0, y: 0 }, size: { width: 1, height: 1 } });
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

const stale = (current: Draft) =>
  json({ type: "client_error", errors: [{ code: "stale_revision", detail: "", attr: null }], extra: { current } }, 412);

const fetched = vi.fn<typeof fetch>();
let present: PipelineDocument;
const sent: PipelineDocument[] = [];

function opened(blobs: Pick<BlobKeeper, "send"> = { send: async (document) => void sent.push(document) }) {
  present = EMPTY_DOCUMENT;
  return new Autosaver("w", draft(1), () => present, blobs);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
});

afterEach(() => {
  fetched.mockReset();
  sent.length = 0;
  vi.unstubAllGlobals();
});

const later = () => vi.advanceTimersByTimeAsync(2000);

it("an edit is saved within two seconds, upon the revision it was made on, contents first", async () => {
  const saver = opened();
  fetched.mockResolvedValueOnce(json(draft(2)));
  present = edited("a");
  saver.changed();
  expect(saver.state.getState().status).toBe("unsaved");

  await later();

  const request = fetched.mock.calls[0]?.[0] as Request;
  expect(request.headers.get("If-Match")).toBe('"1"');
  expect(sent).toEqual([present]);
  expect(saver.state.getState()).toMatchObject({ status: "saved", revision: 2 });
});

it("undoing back to what is saved leaves nothing to save", async () => {
  const saver = opened();
  present = edited("a");
  saver.changed();
  present = EMPTY_DOCUMENT;
  saver.changed();

  await later();

  expect(fetched).not.toHaveBeenCalled();
  expect(saver.state.getState().status).toBe("saved");
});

it("a stale revision stops and shows the server's draft; going on from it saves as a new revision", async () => {
  const saver = opened();
  const theirs = draft(5, edited("theirs"));
  fetched.mockResolvedValueOnce(stale(theirs));
  present = edited("mine");
  saver.changed();
  await later();
  expect(saver.state.getState()).toMatchObject({ status: "stale", theirs: { revision: 5 } });

  present = edited("mine too");
  saver.changed();
  await later();
  expect(fetched).toHaveBeenCalledTimes(1);

  fetched.mockResolvedValueOnce(json(draft(6)));
  saver.continueFrom(theirs);
  await later();
  expect((fetched.mock.calls[1]?.[0] as Request).headers.get("If-Match")).toBe('"5"');
  expect(saver.state.getState()).toMatchObject({ status: "saved", revision: 6 });
});

it("a newer revision with the same drawing, after a rename, is no conflict", async () => {
  const saver = opened();
  fetched.mockResolvedValueOnce(stale(draft(2)));
  fetched.mockResolvedValueOnce(json(draft(3)));
  present = edited("a");
  saver.changed();

  await later();
  await later();

  expect(saver.state.getState()).toMatchObject({ status: "saved", revision: 3 });
});

it("a save that landed though its answer was lost is taken as saved, not as somebody else's", async () => {
  const saver = opened();
  present = edited("a");
  fetched.mockRejectedValueOnce(new TypeError("connection lost"));
  fetched.mockResolvedValueOnce(stale(draft(2, present)));
  saver.changed();

  await later();

  expect(saver.state.getState()).toMatchObject({ status: "saved", revision: 2, saved: present, theirs: null });
  expect(fetched).toHaveBeenCalledTimes(2);
});

it("edits made after a save whose answer was lost are saved upon it", async () => {
  const saver = opened();
  const first = (present = edited("a"));
  fetched.mockRejectedValueOnce(new TypeError("connection lost"));
  fetched.mockResolvedValueOnce(stale(draft(2, first)));
  fetched.mockResolvedValueOnce(json(draft(3)));
  saver.changed();
  await vi.advanceTimersByTimeAsync(950);
  present = edited("b");
  saver.changed();

  await later();
  await later();

  expect((fetched.mock.calls[2]?.[0] as Request).headers.get("If-Match")).toBe('"2"');
  expect(saver.state.getState()).toMatchObject({ status: "saved", revision: 3, saved: present });
});

it("a failure of the browser itself is shown, and saving goes on by itself", async () => {
  const saver = opened({ send: vi.fn().mockRejectedValueOnce(new Error("The disk is full.")).mockResolvedValue(undefined) });
  fetched.mockResolvedValueOnce(json(draft(2)));
  present = edited("a");
  saver.changed();
  await vi.advanceTimersByTimeAsync(950);
  expect(saver.state.getState()).toMatchObject({ status: "failed", error: { message: "The disk is full." } });

  await later();

  expect(saver.state.getState()).toMatchObject({ status: "saved", revision: 2, error: null });
});

it("while the server is away it tries again until it answers", async () => {
  const saver = opened();
  fetched.mockRejectedValueOnce(new TypeError("no network"));
  fetched.mockResolvedValueOnce(json(draft(2)));
  present = edited("a");
  saver.changed();
  await vi.advanceTimersByTimeAsync(950);
  expect(saver.state.getState().status).toBe("waiting");

  await later();

  expect(saver.state.getState().status).toBe("saved");
});

it("between and during further tries it says that nothing is saved, also when edited meanwhile", async () => {
  const saver = opened();
  const shown = new Set<string>();
  fetched.mockImplementation(async () => new Response("", { status: 503 }));
  present = edited("a");
  saver.changed();
  await vi.advanceTimersByTimeAsync(950);
  saver.state.subscribe(({ status }) => shown.add(status));

  await vi.advanceTimersByTimeAsync(1500);
  present = edited("b");
  saver.changed();
  await vi.advanceTimersByTimeAsync(5000);

  expect(fetched.mock.calls.length).toBeGreaterThan(3);
  expect([...shown]).toEqual(["waiting"]);
});

it("a save without an answer is shown as not saved, until the answer comes", async () => {
  const saver = opened();
  let answer: (response: Response) => void = () => undefined;
  fetched.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  present = edited("a");
  saver.changed();
  await later();
  expect(saver.state.getState().status).toBe("saving");
  await vi.advanceTimersByTimeAsync(5000);
  expect(saver.state.getState().status).toBe("waiting");

  answer(json(draft(2)));
  await later();

  expect(saver.state.getState()).toMatchObject({ status: "saved", revision: 2 });
});

it("what the server refuses is said, and flush tells that it is not saved", async () => {
  const saver = opened();
  fetched.mockImplementation(async () => json({ type: "validation_error", errors: [{ code: "too_large", detail: "Too large.", attr: null }] }, 400));
  present = edited("a");
  saver.changed();

  await later();
  expect(saver.state.getState()).toMatchObject({ status: "failed", error: { message: "Too large." } });
  await expect(saver.flush()).resolves.toBe(false);
});

it("edits made while a save is under way are saved after it", async () => {
  const saver = opened();
  let answer: (response: Response) => void = () => undefined;
  fetched.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  fetched.mockResolvedValueOnce(json(draft(3)));
  present = edited("a");
  saver.changed();
  await later();
  present = edited("b");
  saver.changed();
  answer(json(draft(2)));

  await later();

  expect(fetched).toHaveBeenCalledTimes(2);
  expect(saver.state.getState()).toMatchObject({ status: "saved", revision: 3 });
});
