import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { fakeApi, page } from "../../../testing/fakeApi";
import { renderInApp } from "../../../testing/render";
import RunsPage from "./RunsPage";

const run = {
  id: "r1", number: 42, name: "Churn", experiment: "churn", state: "Running", reason: null, source: "draft",
  draft: { id: "d1", name: "Churn", revision: 4 }, published: null, created_by: { id: "u1", display_name: "Ada" },
  created_at: "2030-01-01T00:00:00Z", started_at: "2030-01-01T00:00:00Z", ended_at: null, cancel_requested_at: null,
  duration_s: 1, step_counts: { Completed: 3, Running: 1, NotStarted: 2 }, seq: 9, can: [],
};
const list = "/api/workspaces/w1/runs/";
const basics = {
  "GET /api/workspaces/w1/experiments/": [],
  "GET /api/workspaces/w1/members/": [],
  "GET /api/workspaces/w1/drafts/": page([]),
  "GET /api/workspaces/w1/published-pipelines/": page([]),
};
const lastAsked = (calls: { path: string; query: Record<string, string> }[]) => calls.filter(({ path }) => path === list).at(-1)?.query;

it("shows a run's state as a word, and how far it is", async () => {
  fakeApi({ ...basics, [`GET ${list}`]: page([run]) });
  renderInApp(<RunsPage />);
  const row = (await screen.findByRole("link", { name: "Run 42" })).closest("tr");
  expect(row).not.toBeNull();
  expect(within(row as HTMLElement).getByText("Running")).toBeDefined();
  expect(within(row as HTMLElement).getByText("3 of 6")).toBeDefined();
});

it("asks the server for what the address says", async () => {
  const calls = fakeApi({ ...basics, [`GET ${list}`]: page([run]) });
  renderInApp(<RunsPage />, { at: "/?state=Failed&experiment=churn&when=24h" });
  await screen.findByRole("link", { name: "Run 42" });
  expect(lastAsked(calls)).toMatchObject({ state: "Failed", experiment: "churn", created_after: expect.any(String) as string });
});

it("goes to older runs by the server's cursor, and back to the first page with another filter", async () => {
  const calls = fakeApi({ ...basics, [`GET ${list}`]: page([run], "http://studio/api/?cursor=older") });
  renderInApp(<RunsPage />);
  await userEvent.click(await screen.findByRole("button", { name: "Older" }));
  await waitFor(() => expect(lastAsked(calls)?.cursor).toBe("older"));
  await userEvent.click(screen.getByRole("button", { name: "Status" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: "Failed" }));
  await waitFor(() => expect(lastAsked(calls)).toEqual({ limit: "50", state: "Failed" }));
});

it("tells an empty workspace from filters that match nothing", async () => {
  fakeApi({ ...basics, [`GET ${list}`]: page([]) });
  const { unmount } = renderInApp(<RunsPage />);
  expect(await screen.findByText("Nothing has run yet")).toBeDefined();
  unmount();
  renderInApp(<RunsPage />, { at: "/?state=Failed" });
  expect(await screen.findByText("No run matches these filters")).toBeDefined();
});

it("offers to compare runs once two are selected", async () => {
  fakeApi({ ...basics, [`GET ${list}`]: page([run, { ...run, id: "r2", number: 43 }]) });
  renderInApp(<RunsPage />);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select run 43" }));
  expect(screen.queryByRole("link", { name: /^Compare/ })).toBeNull();
  await userEvent.click(screen.getByRole("checkbox", { name: "Select run 42" }));
  const compare = screen.getByRole("link", { name: "Compare 2 runs" });
  expect(compare.getAttribute("href")).toBe("/w/main/runs/compare?runs=r2%2Cr1");
  await userEvent.click(screen.getByRole("button", { name: "Clear the selection" }));
  expect(screen.queryByRole("link", { name: /^Compare/ })).toBeNull();
});
