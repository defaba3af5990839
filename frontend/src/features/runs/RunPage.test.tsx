import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { WorkspaceProvider } from "@/api/workspace";
import { renderInApp } from "../../../testing/render";
import RunPage from "./RunPage";

vi.mock("@/live/socket", () => ({
  liveSocket: { listen: () => () => undefined, send: () => undefined, watch: () => () => undefined, state: "open" },
}));

const node = (id: string, title: string, x: number) => ({
  id, kind: "PythonScriptStep", kind_version: "1", title, settings: { script_name: "run.py", arguments: [] },
  source: { "run.py": { sha256: "a".repeat(64), size: 3 } }, inputs: [], outputs: [], position: { x, y: 0 }, comment: "",
});
const failedAttempt = {
  id: "a2", number: 1, state: "Failed", node: "laptop", log_size: 20, log_ended: true, queued_at: "2026-11-22T12:00:00Z",
  claimed_at: "2026-11-22T12:00:01Z", started_at: "2026-11-22T12:00:02Z", ended_at: "2026-11-22T12:00:05Z", exit_code: 3, signal: null,
  timings: {}, max_rss_bytes: null, reason: { code: "ExitCode", detail: { exit_code: 3 } }, log_tail: ["Traceback", "ValueError: no rows"],
};
const step = (id: string, name: string, state: string, more: object = {}) => ({
  id: `s-${id}`, node_id: id, name, kind: "PythonScriptStep", state, reason: null, waits_for: [], started_at: null, ended_at: null, duration_s: null,
  attempt_count: 0, attempts: [], arguments: [], files: {}, inputs: [], outputs: [], can: [], ...more,
});
const failedRun = {
  id: "r1", number: 12, name: "Two steps", experiment: "try", state: "Failed", reason: { code: "ExitCode", detail: { step: "n2", exit_code: 3 } },
  source: "draft", draft: null, published: null, created_by: { id: "u", display_name: "Ana" }, created_at: "2026-11-22T12:00:00Z",
  started_at: "2026-11-22T12:00:00Z", ended_at: "2026-11-22T12:00:05Z", cancel_requested_at: null, duration_s: 5, step_counts: { Completed: 1, Failed: 1 },
  seq: 9, can: ["resubmit"], parameters: { lr: 0.1 }, continue_on_step_failure: false, description: "", tags: {}, properties: {}, rerun_of: null,
  document: {
    schema: 1, nodes: [node("n1", "Prepare", 0), node("n2", "Train", 300)], edges: [],
    parameters: [{ name: "lr", type: "float", default: 0.1, description: "Learning rate" }], notes: [],
  },
  steps: [
    step("n1", "Prepare", "Completed"),
    step("n2", "Train", "Failed", { reason: failedAttempt.reason, attempts: [failedAttempt], attempt_count: 1 }),
  ],
};

type Answer = [status: number, body: unknown];
let answers: Record<string, Answer>;
const sent: { path: string; body: unknown }[] = [];

beforeEach(() => {
  sent.length = 0;
  answers = {
    "/api/workspaces/w1/runs/r1/": [200, failedRun],
    "/api/workspaces/w1/catalog/": [200, { kinds: [], port_types: [], examples: [] }],
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "POST") sent.push({ path: pathname, body: await request.json() });
    const [status, body] = answers[pathname] ?? [404, { type: "client_error", errors: [{ code: "not_found", detail: "Not found.", attr: null }] }];
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  });
});

function open(query = "") {
  return renderInApp(
    <WorkspaceProvider value={{ id: "w1", name: "main", role: "owner" }}>
      <RunPage />
    </WorkspaceProvider>,
    { at: `/w/main/runs/r1${query}`, path: "/w/:ws/runs/:run" },
  );
}

describe("the page of a run", () => {
  it("opens a failed run at the step that failed, with its reason and the end of its log", async () => {
    open();
    const panel = await screen.findByRole("complementary", { name: "Step" });
    expect(within(panel).getByText("The script ended with exit code 3.")).toBeDefined();
    expect(within(panel).getByText("ValueError: no rows")).toBeDefined();
  });

  it("shows the run itself once nothing is selected, and leads back to what failed", async () => {
    open();
    await screen.findByRole("complementary", { name: "Step" });
    await userEvent.keyboard("{Escape}");
    expect(screen.getByText("Train failed")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Show the step" }));
    expect(screen.getByRole("heading", { level: 2, name: /Train/ })).toBeDefined();
  });

  it("opens at the step and tab of its address", async () => {
    open("?step=n2&tab=code");
    const tab = await screen.findByRole("tab", { name: "Code" });
    expect(tab.getAttribute("aria-selected")).toBe("true");
    expect(screen.getByRole("heading", { level: 2, name: /Train/ })).toBeDefined();
  });

  it("walks the steps with the arrow keys and goes to the first failed with g f", async () => {
    open();
    await screen.findByRole("complementary", { name: "Step" });
    await userEvent.keyboard("{ArrowUp}");
    expect(screen.getByRole("heading", { level: 2, name: /Prepare/ })).toBeDefined();
    await userEvent.keyboard("gf");
    expect(screen.getByRole("heading", { level: 2, name: /Train/ })).toBeDefined();
  });

  it("says why a step without attempts has no log", async () => {
    open("?step=n1&tab=log");
    expect(await screen.findByText("No log yet")).toBeDefined();
  });

  it("runs again with other parameters", async () => {
    answers["/api/workspaces/w1/runs/r1/resubmit/"] = [201, { ...failedRun, id: "r2", number: 13 }];
    open("?form=again");
    const field = await screen.findByRole("textbox", { name: "lr" });
    await userEvent.clear(field);
    expect(screen.getByRole("button", { name: "Run" }).hasAttribute("disabled")).toBe(true);
    await userEvent.type(field, "0.5");
    await userEvent.click(screen.getByRole("button", { name: "Run" }));
    await waitFor(() => {
      expect(sent.filter(({ path }) => path.endsWith("/resubmit/"))).toEqual([
        { path: "/api/workspaces/w1/runs/r1/resubmit/", body: { parameters: { lr: 0.5 }, regenerate_outputs: false } },
      ]);
    });
  });

  it("shows beside the field what the server refuses", async () => {
    answers["/api/workspaces/w1/runs/r1/resubmit/"] = [
      400, { type: "validation_error", errors: [{ code: "wrong_type", detail: "lr must be below 1.", attr: "parameters.lr" }] },
    ];
    open("?form=again");
    await userEvent.click(await screen.findByRole("button", { name: "Run" }));
    expect((await screen.findAllByText("lr must be below 1.")).length).toBeGreaterThan(0);
  });

  it("of somebody else is not there", async () => {
    answers = { "/api/workspaces/w1/catalog/": [200, { kinds: [], port_types: [], examples: [] }] };
    open();
    expect(await screen.findByText("There is no such run here")).toBeDefined();
  });

  it("that cannot be loaded says so and can be tried again", async () => {
    answers["/api/workspaces/w1/runs/r1/"] = [500, { type: "server_error", errors: [] }];
    open();
    await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
    answers["/api/workspaces/w1/runs/r1/"] = [200, failedRun];
    await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { level: 2, name: /Train/ })).toBeDefined();
  });
});
