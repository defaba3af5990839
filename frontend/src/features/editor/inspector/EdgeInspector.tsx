/** One edge: from where to where, and how to take it away. */
import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { findNode, type GraphEdge, type PortAddress } from "@/graph/document";
import { disconnect } from "@/graph/edit";
import { goTo } from "../actions";
import { useDocument, useParts } from "../context";
import classes from "../editor.module.css";

export function EdgeInspector({ edge }: { edge: GraphEdge }) {
  const { t } = useTranslation("editor");
  const { store, readOnly } = useParts();
  return (
    <>
      <header className={classes.inspectorHead}>
        <h2>{t(`edge.${edge.kind}`)}</h2>
        <p className={classes.quiet}>{t(`edge.about.${edge.kind}`)}</p>
      </header>
      <div className={classes.inspectorBody}>
        <End label={t("edge.from")} end={edge.source} />
        <End label={t("edge.to")} end={edge.target} />
        {!readOnly && (
          <Button
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => {
              store.getState().edit((document) => disconnect(document, [edge.id]));
            }}
          >
            {t("ports.disconnect")}
          </Button>
        )}
      </div>
    </>
  );
}

function End({ label, end }: { label: string; end: PortAddress }) {
  const parts = useParts();
  const title = findNode(useDocument(), end.node)?.title ?? end.node;
  return (
    <div className={classes.portEdge}>
      <span className={classes.quiet}>{label}</span>
      <button
        type="button"
        onClick={() => {
          goTo(parts, end.node, null);
        }}
      >
        {end.port ? `${title} · ${end.port}` : title}
      </button>
    </div>
  );
}
