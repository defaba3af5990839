import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { fakeApi, page } from "../../../testing/fakeApi";
import { renderInApp } from "../../../testing/render";
import SettingsPage from "./SettingsPage";

const token = {
  id: "t1", name: "ci", prefix: "stk_ab", scope: "run", published_id: null, user: { id: "u1", display_name: "Ada" },
  created_at: "2030-01-01T00:00:00Z", expires_at: null, last_used_at: null,
};
const tokens = "/api/workspaces/w1/tokens/";
const place = { at: "/w/main/settings/tokens", path: "/w/:ws/settings/:section" };
const basics = { [`GET ${tokens}`]: page([token]), "GET /api/workspaces/w1/published-pipelines/": page([]) };

it("shows a new token once, and never again after the dialog is closed", async () => {
  fakeApi({ ...basics, [`POST ${tokens}`]: { ...token, id: "t2", token: "stk_the-whole-secret" } });
  renderInApp(<SettingsPage />, place);
  await userEvent.click(await screen.findByRole("button", { name: "New token" }));
  await userEvent.type(await screen.findByRole("textbox", { name: /^Name/ }), "nightly");
  await userEvent.click(screen.getByRole("combobox", { name: "Scope" }));
  await userEvent.click(await screen.findByRole("option", { name: "Submit and read runs" }));
  await userEvent.click(screen.getByRole("button", { name: "Make token" }));
  expect(await screen.findByText("stk_the-whole-secret")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Done" }));
  await waitFor(() => expect(screen.queryByText("stk_the-whole-secret")).toBeNull());
});

it("asks before it revokes, because that cannot be taken back", async () => {
  const calls = fakeApi({ ...basics, "DELETE /api/workspaces/w1/tokens/t1/": 204 });
  renderInApp(<SettingsPage />, place);
  await userEvent.click(await screen.findByRole("button", { name: "Revoke ci" }));
  expect(calls.some(({ method }) => method === "DELETE")).toBe(false);
  await userEvent.click(await screen.findByRole("button", { name: "Revoke the token" }));
  await waitFor(() => expect(calls.some(({ method }) => method === "DELETE")).toBe(true));
});
