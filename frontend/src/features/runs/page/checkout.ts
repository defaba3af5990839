/** Where the files of a run came from, as its properties tell. */
import type { Run } from "@/api/runs";

export interface Checkout {
  readonly repository: string;
  /** An address to open in a browser; null for what is no web address, such as `git@host:name.git`. */
  readonly link: string | null;
  readonly branch: string | null;
  readonly commit: string | null;
  readonly isDirty: boolean;
}

/** Null when the files came from no checkout. */
export function checkoutOf({ properties }: Pick<Run, "properties">): Checkout | null {
  const told = (name: string): string | null => properties[`azureml.git.${name}`] || null;
  const repository = told("repository_uri");
  const commit = told("commit");
  if (repository === null && commit === null) return null;
  return {
    repository: repository ?? "",
    link: repository && /^https?:\/\//.test(repository) ? repository.replace(/\.git$/, "") : null,
    branch: told("branch"),
    commit,
    isDirty: told("dirty")?.toLowerCase() === "true",
  };
}
