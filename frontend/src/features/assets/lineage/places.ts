import type { LineageNode } from "@/api/lineage";
import { type LineageFocus, routes } from "@/api/routes";

/** The page of a thing in the graph; `null` when it has none. */
export function pageOf(ws: string, { type, ref }: LineageNode): string | null {
  if (type === "dataset" && ref.name) return routes.dataset(ws, ref.name, ref.version);
  if (type === "model" && ref.name) return routes.model(ws, ref.name, ref.version);
  if (ref.run_id) {
    if (type === "run") return routes.run(ws, ref.run_id);
    return routes.run(ws, ref.run_id, { step: ref.node_id, tab: type === "output" ? "data" : undefined });
  }
  if (ref.datastore && ref.path !== undefined) {
    const folder = ref.path.slice(0, ref.path.replace(/\/$/, "").lastIndexOf("/") + 1);
    return routes.datastore(ws, ref.datastore, { path: folder, file: ref.path.replace(/\/$/, "") });
  }
  return null;
}

/** Asking for the lineage of this thing instead; `null` for what cannot be asked about. */
export function focusOf({ type, ref }: LineageNode): LineageFocus | null {
  if (type === "dataset" && ref.name) return { dataset: ref.name, version: ref.version };
  if (type === "model" && ref.name) return { model: ref.name, version: ref.version };
  if (type === "run" && ref.run_id) return { run: ref.run_id };
  if (ref.datastore && ref.path !== undefined) return { datastore: ref.datastore, path: ref.path };
  return null;
}

/** What an address asks about. */
export function readFocus(params: URLSearchParams): LineageFocus | null {
  const get = (name: string) => params.get(name);
  const [dataset, model, run, datastore, path] = [get("dataset") , get("model"), get("run"), get("datastore"), get("path")];
  const version = get("version") ?? undefined;
  if (dataset) return { dataset, version };
  if (model) return { model, version };
  if (run) return { run };
  if (datastore && path !== null) return { datastore, path };
  return null;
}
