import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter, Route, Routes } from "react-router";
import { WorkspaceProvider } from "../src/api/workspace";
import { theme, variables } from "../src/ui/theme";

interface Place {
  /** The address the page is opened at. */
  at?: string;
  /** The route pattern the page is mounted on. */
  path?: string;
  /** What the user may do in the workspace. */
  role?: "owner" | "contributor" | "reader";
}

/** Render a page or a piece as the app would: theme, query cache and router around it. */
export function renderInApp(
  node: ReactNode,
  { at = "/", path = "*", role = "owner" }: Place = {},
): RenderResult & { queries: QueryClient } {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } });
  const result = render(
    <MantineProvider theme={theme} cssVariablesResolver={variables} env="test">
      <QueryClientProvider client={queries}>
        <Notifications />
        <WorkspaceProvider value={{ id: "w1", name: "main", role }}>
          <MemoryRouter initialEntries={[at]}>
            <Routes>
              <Route path={path} element={node} />
            </Routes>
          </MemoryRouter>
        </WorkspaceProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...result, queries };
}
