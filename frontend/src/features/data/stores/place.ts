import type { Datastore } from "@/api/datastores";

/** Where a datastore is, in one line: `http://host/account/container/prefix`, or a folder. */
export function placeOf({ settings }: Pick<Datastore, "settings">): string {
  const { root, endpoint = "", container, share, filesystem, prefix } = settings;
  if (root) return root;
  return [endpoint.replace(/\/+$/, ""), container ?? share ?? filesystem, prefix].filter(Boolean).join("/");
}
