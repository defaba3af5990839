import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { fakeApi, page } from "../../../testing/fakeApi";
import { renderInApp } from "../../../testing/render";
import PublishedPage from "./PublishedPage";

const pipeline = {
  id: "p1", name: "Scoring", description: "", version: "1.0", status: "Active", endpoint: "http://studio/p1",
  created_by: { id: "u1", display_name: "Ada" }, created_at: "2030-01-01T00:00:00Z", last_run: null,
  call_counts: Array.from({ length: 30 }, () => 0), refused_count: 0,
};
const list = "GET /api/workspaces/w1/published-pipelines/";

it("asks for the disabled ones only when told to", async () => {
  const calls = fakeApi({ [list]: page([pipeline]) });
  renderInApp(<PublishedPage />);
  await screen.findByRole("link", { name: "Scoring" });
  await userEvent.click(screen.getByRole("checkbox", { name: "Show disabled" }));
  await waitFor(() => expect(calls.at(-1)?.query.status).toBe("all"));
  expect(calls[0]?.query.status).toBe("active");
});

it("disables with one click, shows what the server says, and takes it back with another", async () => {
  let status = "Active";
  const set = (next: string) => () => ({ ...pipeline, status: (status = next) });
  const calls = fakeApi({
    [list]: () => page([{ ...pipeline, status }]),
    "POST /api/workspaces/w1/published-pipelines/p1/disable/": set("Disabled"),
    "POST /api/workspaces/w1/published-pipelines/p1/enable/": set("Active"),
  });
  renderInApp(<PublishedPage />, { at: "/?status=all" });
  const isOn = () => (screen.getByRole("switch", { name: "Enabled: Scoring" }) as HTMLInputElement).checked;
  await userEvent.click(await screen.findByRole("switch", { name: "Enabled: Scoring" }));
  await waitFor(() => expect(isOn()).toBe(false));
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(isOn()).toBe(true));
  expect(calls.filter(({ method }) => method === "POST")).toHaveLength(2);
});

it("leaves the switch as it is when the server refuses", async () => {
  fakeApi({ [list]: page([pipeline]), "POST /api/workspaces/w1/published-pipelines/p1/disable/": 500 });
  renderInApp(<PublishedPage />);
  const toggle = await screen.findByRole<HTMLInputElement>("switch", { name: "Enabled: Scoring" });
  await userEvent.click(toggle);
  expect(await screen.findByText("“Scoring” stays enabled")).toBeDefined();
  expect(toggle.checked).toBe(true);
});
