/** The pane at the right: whatever is selected, or the pipeline itself. */
import { findNode } from "@/graph/document";
import { useTranslation } from "react-i18next";
import { useDocument, useEditor } from "../context";
import { EdgeInspector } from "./EdgeInspector";
import { NoteInspector } from "./NoteInspector";
import { PipelineInspector } from "./PipelineInspector";
import { ManyInspector } from "./ManyInspector";
import { StepInspector } from "./StepInspector";
import classes from "../editor.module.css";

export function Inspector() {
  const { t } = useTranslation("editor");
  return (
    <aside className={classes.inspector} aria-label={t("inspector")} data-inspector>
      <Chosen />
    </aside>
  );
}

function Chosen() {
  const { nodes, edges, notes } = useEditor((state) => state.selection);
  const document = useDocument();
  if (nodes.length + edges.length + notes.length > 1) return <ManyInspector />;
  const node = nodes[0] === undefined ? undefined : findNode(document, nodes[0]);
  if (node) return <StepInspector key={node.id} node={node} />;
  const edge = document.edges.find((each) => each.id === edges[0]);
  if (edge) return <EdgeInspector edge={edge} />;
  const note = document.notes.find((each) => each.id === notes[0]);
  if (note) return <NoteInspector key={note.id} note={note} />;
  return <PipelineInspector />;
}
