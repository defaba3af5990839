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

/** Filters of the runs list as they stand in its address. */
export interface RunsPlace {
  search?: string;
  experiment?: string;
  draft?: string;
  published?: string;
  /** States apart by commas. */
  state?: string;
  created_by?: string;
  /** How far back: `1h`, `24h`, `7d`, `30d`. */
  when?: string;
  cursor?: string;
}

/** Where one stands in a datastore's file browser. */
export interface StoragePlace {
  /** The folder, `""` or ending in `/`. */
  path?: string;
  /** The selected entry, by its whole path. */
  file?: string;
}

/** What the lineage page is about: one of them. */
export type LineageFocus =
  | { datastore: string; path: string }
  | { dataset: string; version?: number | string }
  | { model: string; version?: number | string }
  | { run: string };

export const settingsSections = ["tokens", "members", "account"] as const;
export type SettingsSection = (typeof settingsSections)[number];

export const routes = {
  home: (): string => "/",
  designer: (ws: string, query: { search?: string } = {}): string => withQuery(at(ws, "designer"), query),
  draft: (ws: string, draft: string, place: DraftPlace = {}): string => withQuery(at(ws, "designer", draft), { ...place }),
  runs: (ws: string, place: RunsPlace = {}): string => withQuery(at(ws, "runs"), { ...place }),
  run: (ws: string, run: string, place: RunPlace = {}): string => withQuery(at(ws, "runs", run), { ...place }),
  /** Runs side by side; `only: "differences"` leaves out what is the same in all of them. */
  compareRuns: (ws: string, runs: readonly string[], only?: "differences"): string =>
    withQuery(at(ws, "runs", "compare"), { runs: runs.join(","), only }),
  published: (ws: string, query: { search?: string; status?: string } = {}): string =>
    withQuery(at(ws, "published"), query),
  publishedPipeline: (ws: string, id: string): string => at(ws, "published", id),
  data: (ws: string, query: { panel?: string } = {}): string => withQuery(at(ws, "data"), query),
  datastore: (ws: string, name: string, place: StoragePlace = {}): string => withQuery(at(ws, "data", name), { ...place }),
  datasets: (ws: string): string => at(ws, "data", "datasets"),
  dataset: (ws: string, name: string, version?: number | string): string =>
    withQuery(at(ws, "data", "datasets", name), { version }),
  /** The datasets page with the form open, paths apart by line ends. */
  registerDataset: (ws: string, datastore: string, paths: readonly string[]): string =>
    withQuery(at(ws, "data", "datasets"), { panel: "new", datastore, path: paths.join("\n") }),
  models: (ws: string): string => at(ws, "models"),
  model: (ws: string, name: string, version?: number | string): string => withQuery(at(ws, "models", name), { version }),
  lineage: (ws: string, focus: LineageFocus): string => withQuery(at(ws, "lineage"), { ...focus }),
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
  stored: (workspace: string, datastore: string, path: string): string =>
    withQuery(`/api/workspaces/${workspace}/datastores/${encodeURIComponent(datastore)}/content/`, { path }),
  modelFile: (workspace: string, name: string, version: number, path: string): string =>
    withQuery(`/api/workspaces/${workspace}/models/${encodeURIComponent(name)}/versions/${version}/content/`, { path }),
  modelArchive: (workspace: string, name: string, version: number): string =>
    `/api/workspaces/${workspace}/models/${encodeURIComponent(name)}/versions/${version}/archive/`,
  log: (workspace: string, attempt: string): string => `/api/workspaces/${workspace}/attempts/${attempt}/log/`,
  logDownload: (workspace: string, attempt: string): string =>
    withQuery(`/api/workspaces/${workspace}/attempts/${attempt}/log/`, { download: 1 }),
};
