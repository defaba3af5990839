import { QueryClient } from "@tanstack/react-query";
import type { LoaderFunctionArgs, ShouldRevalidateFunctionArgs } from "react-router";
import { expect, it, vi } from "vitest";
import { sessionQuery } from "../api/session";
import { startAhead } from "./ahead";

const workspace = { id: "w1", name: "main" };

function opened(ws: string) {
  const queries = new QueryClient();
  queries.setQueryData(sessionQuery.queryKey, { workspaces: [workspace] } as never);
  const ahead = vi.fn();
  const route = startAhead(queries, ahead);
  const load = route.loader as (args: LoaderFunctionArgs) => unknown;
  return { queries, ahead, route, answer: load({ params: { ws, draft: "d1" } } as unknown as LoaderFunctionArgs) };
}

it("a page's queries start once it is known who is here, and nothing waits for them", async () => {
  const { queries, ahead, answer } = opened("main");

  expect(answer).toBeNull();
  await vi.waitFor(() => {
    expect(ahead).toHaveBeenCalledWith(queries, workspace, { ws: "main", draft: "d1" });
  });
});

it("nothing is asked for in a workspace that is not there for one", async () => {
  const { ahead } = opened("elsewhere");
  await Promise.resolve();
  await Promise.resolve();

  expect(ahead).not.toHaveBeenCalled();
});

it("a step selected on the same page asks for nothing anew", () => {
  const { route } = opened("main");
  const asked = (from: string, to: string) =>
    (route.shouldRevalidate as (args: ShouldRevalidateFunctionArgs) => boolean)({
      currentUrl: new URL(from, "http://studio"),
      nextUrl: new URL(to, "http://studio"),
    } as ShouldRevalidateFunctionArgs);

  expect(asked("/w/main/designer/d1", "/w/main/designer/d1?node=n1")).toBe(false);
  expect(asked("/w/main/designer/d1", "/w/main/designer/d2")).toBe(true);
});
