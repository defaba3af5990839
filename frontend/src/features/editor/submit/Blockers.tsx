/** Why it cannot be submitted or published yet, in words, each leading to its place. */
import { Alert, UnstyledButton } from "@mantine/core";
import { IconExclamationCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { goTo } from "../actions";
import { useDocument, useParts, useProblems } from "../context";
import { useProblemWords } from "../problemWords";
import classes from "../editor.module.css";

const SHOWN = 5;

export function useBlockers() {
  return useProblems().filter((problem) => problem.severity === "error");
}

export function Blockers() {
  const { t } = useTranslation("editor");
  const parts = useParts();
  const document = useDocument();
  const tell = useProblemWords(parts.kinds);
  const blockers = useBlockers();
  if (blockers.length === 0) return null;
  return (
    <Alert color="red" icon={<IconExclamationCircle size={18} />} title={t("submit.blocked", { count: blockers.length })}>
      <ul className={classes.changes}>
        {blockers.slice(0, SHOWN).map((problem, index) => {
          const { subject, text } = tell(problem, document);
          return (
            <li key={index}>
              <UnstyledButton
                className={classes.blocker}
                onClick={() => {
                  if (problem.node !== null) goTo(parts, problem.node, problem.field);
                }}
              >
                <b>{subject}</b> {text}
              </UnstyledButton>
            </li>
          );
        })}
        {blockers.length > SHOWN && <li>{t("change.more", { count: blockers.length - SHOWN })}</li>}
      </ul>
    </Alert>
  );
}
