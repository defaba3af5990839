/** Nothing selected: the pipeline itself, and where to begin. */
import { Textarea } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { draftKeys, draftQueries, saveDraft } from "@/api/drafts";
import { Keys } from "@/ui/KeyHints";
import { RelativeTime } from "@/ui/Time";
import { showFailed } from "@/ui/toast";
import { useDocument, useParts, useProblems, useSaving } from "../context";
import classes from "../editor.module.css";

const HINTS = [
  { keys: "/", name: "add" },
  { keys: "c", name: "connect" },
  { keys: "mod+Z", name: "undo" },
  { keys: "?", name: "keys" },
] as const;

export function PipelineInspector() {
  const { t } = useTranslation("editor");
  const { draft } = useParts();
  const { nodes, edges, parameters } = useDocument();
  const problems = useProblems();
  const facts = [
    [t("pipeline.steps"), nodes.length],
    [t("pipeline.connections"), edges.length],
    [t("pipeline.parameters"), parameters.length],
    [t("pipeline.problems"), problems.length],
  ] as const;
  return (
    <>
      <header className={classes.inspectorHead}>
        <h2>{t("pipeline.title")}</h2>
        <p className={classes.quiet}>
          {t("pipeline.opened")} <RelativeTime at={draft.updated_at} />
          {draft.updated_by && ` · ${draft.updated_by.display_name}`}
        </p>
      </header>
      <div className={classes.inspectorBody}>
        <dl className={classes.facts}>
          {facts.map(([name, count]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{count}</dd>
            </div>
          ))}
        </dl>
        <Description />
        <ul className={classes.hints}>
          {HINTS.map(({ keys, name }) => (
            <li key={name}>
              <span>{t(`command.${name}`)}</span>
              <Keys keys={keys} />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** The description belongs to the draft, not to the drawing: it is saved on leaving the field. */
function Description() {
  const { t } = useTranslation("editor");
  const { draft, workspace, readOnly } = useParts();
  const revision = useSaving((saving) => saving.revision);
  const queries = useQueryClient();
  const { data } = useQuery({ ...draftQueries.detail(workspace.id, draft.id), initialData: draft, staleTime: Infinity });
  const save = async (description: string) => {
    if (description === data.description) return;
    try {
      const saved = await saveDraft(workspace.id, draft.id, revision, { description });
      queries.setQueryData(draftKeys.detail(workspace.id, draft.id), saved);
    } catch (reason) {
      if (!(reason instanceof Error)) throw reason;
      showFailed(t("pipeline.descriptionFailed"), reason);
    }
  };
  return (
    <Textarea
      key={data.description}
      label={t("pipeline.description")}
      defaultValue={data.description}
      placeholder={t("pipeline.descriptionHint")}
      readOnly={readOnly}
      autosize
      minRows={3}
      onBlur={(event) => void save(event.currentTarget.value)}
    />
  );
}
