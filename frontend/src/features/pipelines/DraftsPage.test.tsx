import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { fakeApi, page } from "../../../testing/fakeApi";
import { renderInApp } from "../../../testing/render";
import DraftsPage from "./DraftsPage";

const somebody = { id: "u1", display_name: "Ada" };
const draft = {
  id: "d1", name: "Churn", description: "", revision: 4, step_count: 3, last_run: null,
  created_at: "2030-01-01T00:00:00Z", created_by: somebody, updated_at: "2030-01-01T00:00:00Z", updated_by: somebody, deleted_at: null,
};
const catalog = { kinds: [], port_types: [], examples: [{ name: "three", title: "Three scripts", description: "They run." }] };
const basics = { "GET /api/workspaces/w1/catalog/": catalog, "GET /api/workspaces/w1/drafts/": page([draft]) };

describe("the drafts page", () => {
  it("says what it is for when it is empty, and offers the examples", async () => {
    const calls = fakeApi({ ...basics, "GET /api/workspaces/w1/drafts/": page([]), "POST /api/workspaces/w1/drafts/": { id: "d2", document: {} } });
    renderInApp(<DraftsPage />);
    await userEvent.click(await screen.findByRole("button", { name: /Three scripts/ }));
    await waitFor(() =>
      expect(calls.find(({ method }) => method === "POST")?.body).toMatchObject({ name: "Three scripts", example: "three" }),
    );
  });

  it("says what failed and asks again", async () => {
    let isDown = true;
    fakeApi({ ...basics, "GET /api/workspaces/w1/drafts/": () => (isDown ? 500 : page([draft])) });
    renderInApp(<DraftsPage />);
    expect(await screen.findByRole("alert")).toHaveProperty("textContent", expect.stringContaining("could not be loaded"));
    isDown = false;
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("link", { name: "Churn" })).toBeDefined();
  });

  it("deletes at once and brings back on undo", async () => {
    const calls = fakeApi({
      ...basics,
      "DELETE /api/workspaces/w1/drafts/d1/": 204,
      "POST /api/workspaces/w1/drafts/d1/restore/": draft,
    });
    renderInApp(<DraftsPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Actions for Churn" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(calls.map(({ path }) => path)).toContain("/api/workspaces/w1/drafts/d1/restore/"));
  });

  it("goes on where the first page ends", async () => {
    const older = { ...draft, id: "d2", name: "Older" };
    const answer = ({ query }: { query: Record<string, string> }) =>
      query.cursor === "c2" ? page([older]) : { ...page([draft]), next: "http://studio/api/workspaces/w1/drafts/?cursor=c2" };
    fakeApi({ ...basics, "GET /api/workspaces/w1/drafts/": answer });
    renderInApp(<DraftsPage />);
    expect(await screen.findByText("the first 1 pipelines")).toBeDefined();

    await userEvent.click(screen.getByRole("button", { name: "Show more" }));

    expect(await screen.findByRole("link", { name: "Older" })).toBeDefined();
    expect(screen.getByRole("link", { name: "Churn" })).toBeDefined();
    expect(screen.getByText("2 pipelines")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  });

  it("renames in place with Enter, and not with Escape", async () => {
    const calls = fakeApi({ ...basics, "PATCH /api/workspaces/w1/drafts/d1/": draft });
    renderInApp(<DraftsPage />);
    for (const end of ["{Escape}", "{Enter}"]) {
      (await screen.findByRole("link", { name: "Churn" })).focus();
      await userEvent.keyboard("{F2}");
      await userEvent.keyboard(`Churn 2${end}`);
    }
    const patches = calls.filter(({ method }) => method === "PATCH");
    expect(patches.map(({ body }) => body)).toEqual([{ name: "Churn 2" }]);
  });

  it("offers a reader nothing that they may not do", async () => {
    fakeApi(basics);
    renderInApp(<DraftsPage />, { role: "reader" });
    await screen.findByRole("link", { name: "Churn" });
    expect(screen.queryByRole("button", { name: "New pipeline" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Actions for Churn" })).toBeNull();
  });
});
