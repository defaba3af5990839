/** Problems as marks on the cards. */
import { IconAlertTriangle, IconExclamationCircle } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CardStatus } from "@/canvas";
import type { Problem } from "@/graph/problems";
import { useDocument, useParts, useProblems } from "./context";
import { useProblemWords } from "./problemWords";

const UNFINISHED = new Set(["missing_input", "missing_setting", "script_missing", "empty_pipeline"]);

/** What is only not there yet; all else is wrong. */
export function isUnfinished({ code }: Problem): boolean {
  return UNFINISHED.has(code);
}

export function useProblemStatuses(): ReadonlyMap<string, CardStatus> {
  const problems = useProblems();
  const { kinds } = useParts();
  const document = useDocument();
  const tell = useProblemWords(kinds);
  const { t } = useTranslation("editor");
  const key = JSON.stringify(problems);
  return useMemo(
    () => {
      const statuses = new Map<string, CardStatus>();
      for (const problem of [...problems].sort(worstFirst)) {
        if (problem.node === null || statuses.has(problem.node)) continue;
        const isBad = !isUnfinished(problem);
        statuses.set(problem.node, {
          tone: isBad ? "bad" : "warn",
          icon: isBad ? IconExclamationCircle : IconAlertTriangle,
          word: t(isBad ? "card.wrong" : "card.unfinished"),
          line: tell(problem, document).text,
        });
      }
      return statuses;
    },
    // Only problems change the marks: a card does not render again because another one moved.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );
}

function worstFirst(one: Problem, other: Problem): number {
  return Number(isUnfinished(one)) - Number(isUnfinished(other));
}
