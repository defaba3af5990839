/** What is wrong or missing, live; each line leads to its step and field. */
import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/graph/problems";
import { goTo } from "../actions";
import { useDocument, useParts, useProblems } from "../context";
import { useProblemWords } from "../problemWords";
import { isUnfinished } from "../statuses";
import classes from "../editor.module.css";

const ROW = 36;

export function ProblemsTab() {
  const { t } = useTranslation("editor");
  const problems = useProblems();
  const document = useDocument();
  const { kinds } = useParts();
  const tell = useProblemWords(kinds);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the list is small to render and not memoised
  const rows = useVirtualizer({ count: problems.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 8 });
  if (problems.length === 0) {
    return (
      <p className={classes.allWell}>
        <IconCircleCheck size={18} aria-hidden /> {t("problems.none")}
      </p>
    );
  }
  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="group" aria-label={t("problems.tab")}>
      <div role="list" style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map((row) => {
          const problem = problems[row.index];
          if (!problem) return null;
          return (
            <div
              key={row.key}
              role="listitem"
              style={{ position: "absolute", insetInline: 0, height: ROW, transform: `translateY(${row.start}px)` }}
            >
              <ProblemRow problem={problem} {...tell(problem, document)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function ProblemRow({ problem, subject, text }: { problem: Problem; subject: string; text: string }) {
  const { t } = useTranslation("editor");
  const parts = useParts();
  const look = problem.severity === "warning" ? "warning" : isUnfinished(problem) ? "unfinished" : "error";
  const Icon = look === "error" ? IconExclamationCircle : IconAlertTriangle;
  const lead = () => {
    if (problem.node !== null) goTo(parts, problem.node, problem.field);
  };
  return (
    <button type="button" className={classes.problemRow} onClick={lead} disabled={problem.node === null}>
      <span data-look={look} role="img" aria-label={t(`problems.${look}`)}>
        <Icon size={16} stroke={1.9} aria-hidden />
      </span>
      <b>{subject}</b>
      <span>{text}</span>
      {problem.node !== null && <i>{t(problem.field === null ? "problems.toStep" : "problems.toField")}</i>}
    </button>
  );
}
