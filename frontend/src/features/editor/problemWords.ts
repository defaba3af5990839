/** Problems as sentences. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { findNode, type PipelineDocument } from "@/graph/document";
import type { Kinds, StepKind } from "@/graph/kinds";
import type { Problem } from "@/graph/problems";

export interface ToldProblem {
  /** Title of the step, or what else the problem is about. */
  readonly subject: string;
  readonly text: string;
}

export function useProblemWords(kinds: Kinds): (problem: Problem, document: PipelineDocument) => ToldProblem {
  const { t } = useTranslation("editor");
  return (problem, document) => tell(t, problem, document, kinds);
}

function tell(t: TFunction<"editor">, problem: Problem, document: PipelineDocument, kinds: Kinds): ToldProblem {
  const node = problem.node === null ? undefined : findNode(document, problem.node);
  const kind = node && kinds[node.kind];
  const subject = node ? node.title || (kind?.title ?? node.kind) : t("problem.pipeline");
  const words = { ...problem.detail, ...namesIn(problem, document, kind) };
  return { subject, text: t(`problem.${keyOf(problem)}`, { ...words, defaultValue: t("problem.other", words) }) };
}

function keyOf({ code, detail }: Problem): string {
  if (code !== "wrong_setting") return code;
  if (detail.bindable === false) return "wrong_setting.bound";
  return `wrong_setting.${String(detail.expected)}`;
}

/** Ids and field names in a problem's detail, by the names a person sees. */
function namesIn(problem: Problem, document: PipelineDocument, kind: StepKind | undefined): Record<string, string> {
  const titleOf = (id: unknown) => findNode(document, String(id))?.title ?? String(id);
  const ports = [...(kind?.inputs ?? []), ...(kind?.outputs ?? [])];
  const { nodes, choices } = problem.detail;
  return {
    code: problem.code,
    field: (problem.field && kind?.schema.properties[problem.field]?.title) ?? problem.field ?? "",
    port: ports.find((port) => port.name === problem.port)?.title ?? problem.port ?? "",
    nodes: Array.isArray(nodes) ? nodes.map(titleOf).join(" → ") : "",
    choices: Array.isArray(choices) ? choices.join(", ") : "",
  };
}
