/** Checks the drawing after every edit, without making the edit wait, and adds what only the server can tell. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, type ReactNode } from "react";
import { datastoreQueries } from "@/api/datastores";
import { workspaceQueries } from "@/api/workspaces";
import { checkDocument } from "@/graph/checks";
import type { Problem } from "@/graph/problems";
import { ProblemsContext, useDocument, useParts, useSaving } from "./context";

export function ProblemsProvider({ children }: { children: ReactNode }) {
  const { workspace, kinds } = useParts();
  const document = useDeferredValue(useDocument());
  const { data: targets } = useQuery(workspaceQueries.computeTargets(workspace.id));
  const { data: datastores } = useQuery(datastoreQueries.list(workspace.id));
  const saved = useSaving((saving) => saving.saved);
  const told = useSaving((saving) => saving.problems);
  const problems = useMemo(() => {
    const found = checkDocument(document, kinds, {
      computeTargets: targets?.map(({ name }) => name),
      datastores: datastores?.map(({ name }) => name),
    });
    return document === saved ? [...found, ...told.filter((problem) => !found.some((own) => isSame(own, problem)))] : found;
  }, [document, kinds, targets, datastores, saved, told]);
  return <ProblemsContext value={problems}>{children}</ProblemsContext>;
}

function isSame(one: Problem, other: Problem): boolean {
  return one.code === other.code && one.node === other.node && one.port === other.port && one.field === other.field;
}
