/** Every address of the app, built in one place. `ws` is a workspace's name, as it stands in the address. */

type Query = Record<string, string | number | boolean | undefined | null>;

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const at = (ws: string, ...parts: string[]): string => `/w/${[ws, ...parts].map(encodeURIComponent).join("/")}`;

export interface DraftPlace {
  node?: string;
  tab?: string;
}

export interface RunPlace {
  /** Node id of the selected step. */
  step?: string;
  tab?: string;
  attempt?: number;
  line?: number;
}

export interface RunsFilter {
  experiment?: string;
  draft?: string;
  published?: string;
  state?: string;
  created_by?: string;
  created_after?: string;
  created_before?: string;
  search?: string;
}

export type SettingsSection = "tokens" | "members" | "appearance";

export const routes = {
  home: (): string => "/",
  designer: (ws: string, query: { search?: string } = {}): string => withQuery(at(ws, "designer"), query),
  draft: (ws: string, draft: string, place: DraftPlace = {}): string => withQuery(at(ws, "designer", draft), { ...place }),
  runs: (ws: string, filter: RunsFilter = {}): string => withQuery(at(ws, "runs"), { ...filter }),
  run: (ws: string, run: string, place: RunPlace = {}): string => withQuery(at(ws, "runs", run), { ...place }),
  published: (ws: string, query: { search?: string; status?: string } = {}): string =>
    withQuery(at(ws, "published"), query),
  publishedPipeline: (ws: string, id: string): string => at(ws, "published", id),
  settings: (ws: string, section: SettingsSection = "tokens"): string => at(ws, "settings", section),
  signIn: (): string => "/sign-in/",
};

/** Addresses that the browser fetches by itself: `<img>`, downloads. `workspace` is its id. */
export const files = {
  blob: (workspace: string, sha256: string): string => `/api/workspaces/${workspace}/blobs/${sha256}/`,
  artifact: (workspace: string, run: string, step: string, path: string, inline = false): string =>
    withQuery(`/api/workspaces/${workspace}/runs/${run}/steps/${step}/artifacts/content/`, {
      path,
      inline: inline ? 1 : undefined,
    }),
  output: (workspace: string, run: string, step: string, output: string, path?: string): string =>
    withQuery(
      `/api/workspaces/${workspace}/runs/${run}/steps/${step}/outputs/${encodeURIComponent(output)}/content/`,
      { path },
    ),
  log: (workspace: string, attempt: string): string => `/api/workspaces/${workspace}/attempts/${attempt}/log/`,
  logDownload: (workspace: string, attempt: string): string =>
    withQuery(`/api/workspaces/${workspace}/attempts/${attempt}/log/`, { download: 1 }),
};
