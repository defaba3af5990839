/** The difference between two versions of the pipeline, in words. */
import { useTranslation } from "react-i18next";
import { difference } from "@/graph/diff";
import type { PipelineDocument } from "@/graph/document";
import classes from "../editor.module.css";

const SHOWN = 6;

export function Differences({ before, after }: { before: PipelineDocument; after: PipelineDocument }) {
  const { t } = useTranslation("editor");
  const changes = difference(before, after);
  if (changes.length === 0) return <p className={classes.noticeText}>{t("change.none")}</p>;
  return (
    <ul className={classes.changes}>
      {changes.slice(0, SHOWN).map((change, index) => (
        <li key={index}>
          {t(`change.${change.code}`, { ...change, names: "names" in change ? change.names.join(", ") : "" })}
        </li>
      ))}
      {changes.length > SHOWN && <li>{t("change.more", { count: changes.length - SHOWN })}</li>}
    </ul>
  );
}
