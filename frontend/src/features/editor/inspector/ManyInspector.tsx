/** Several things selected: what can be done with all of them at once. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Keys } from "@/ui/KeyHints";
import { COMMANDS } from "../commands";
import { useEditor, useParts } from "../context";
import classes from "../editor.module.css";

const OFFERED = ["duplicate", "tidy", "remove"] as const;

export function ManyInspector() {
  const { t } = useTranslation("editor");
  const parts = useParts();
  const { nodes, edges, notes } = useEditor((state) => state.selection);
  const counts = [
    nodes.length > 0 && t("many.steps", { count: nodes.length }),
    edges.length > 0 && t("many.edges", { count: edges.length }),
    notes.length > 0 && t("many.notes", { count: notes.length }),
  ];
  return (
    <>
      <header className={classes.inspectorHead}>
        <h2>{t("many.title", { count: nodes.length + edges.length + notes.length })}</h2>
        <p className={classes.quiet}>{counts.filter(Boolean).join(" · ")}</p>
      </header>
      {!parts.readOnly && (
        <div className={classes.inspectorBody}>
          {OFFERED.map((name) => (
            <Button
              key={name}
              variant="default"
              justify="space-between"
              rightSection={<Keys keys={COMMANDS[name].keys.split(" ")[0] ?? ""} />}
              onClick={() => {
                COMMANDS[name].run(parts);
              }}
            >
              {t(`command.${name}`)}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
