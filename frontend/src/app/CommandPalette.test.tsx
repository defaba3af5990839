import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { fakeApi, page } from "../../testing/fakeApi";
import { renderInApp } from "../../testing/render";
import { CommandPalette, openPalette } from "./CommandPalette";

it("⌘K finds by the server what no first page holds, and pages by their own names", async () => {
  const draft = { id: "d9", name: "Churn of last year", revision: 3 };
  const calls = fakeApi({
    "GET /api/workspaces/w1/drafts/": ({ query }: { query: Record<string, string> }) => page(query.search === "last year" ? [draft] : []),
    "GET /api/workspaces/w1/runs/": page([]),
    "GET /api/workspaces/w1/published-pipelines/": page([]),
  });
  renderInApp(<CommandPalette />);
  act(() => {
    openPalette();
  });
  const field = await screen.findByPlaceholderText(/./);
  expect(await screen.findByText("Runs")).toBeDefined();

  await userEvent.type(field, "last year");

  const found = (_: string, element: Element | null) => element?.tagName === "BUTTON" && (element.textContent ?? "").startsWith("Churn of last year");
  expect(await screen.findByText(found)).toBeDefined();
  await waitFor(() => {
    expect(screen.queryByText("Runs")).toBeNull();
  });
  expect(calls.some(({ query }) => query.search === "last year")).toBe(true);
});
