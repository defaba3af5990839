/** The canvas in the middle, its gestures turned into actions, and the lists that open on it. */
import { Button, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { PipelineCanvas, type Gestures } from "@/canvas";
import { changeNote, moveNodes, renameNode } from "@/graph/edit";
import { connectPorts, tidyUp } from "./actions";
import { AddMenu } from "./AddMenu";
import { focusInspector } from "./commands";
import { ConnectMenu } from "./ConnectMenu";
import { useDocument, useEditor, useParts, type EditorParts } from "./context";
import { ContextMenu } from "./ContextMenu";
import { useCardStatuses } from "./forecast/statuses";
import classes from "./editor.module.css";

export function EditorCanvas() {
  const parts = useParts();
  const { t } = useTranslation("editor");
  const { draft, kinds, readOnly } = parts;
  const { attach } = parts.canvas;
  const document = useDocument();
  const selection = useEditor((state) => state.selection);
  const renaming = useEditor((state) => state.renaming);
  const menu = useEditor((state) => state.menu);
  const gestures = useMemo(() => gesturesOf(parts), [parts]);
  const isEmpty = document.nodes.length === 0 && document.notes.length === 0;
  return (
    <>
      <PipelineCanvas
        ref={attach}
        label={t("canvas", { name: draft.name })}
        document={document}
        kinds={kinds}
        selection={selection}
        statuses={useCardStatuses()}
        readOnly={readOnly}
        renaming={renaming}
        {...gestures}
      >
        {isEmpty && !readOnly && <EmptyCanvas />}
      </PipelineCanvas>
      {menu?.kind === "add" && <AddMenu key={JSON.stringify(menu.at.screen)} menu={menu} />}
      {menu?.kind === "connect" && <ConnectMenu menu={menu} />}
      {menu?.kind === "context" && <ContextMenu menu={menu} />}
    </>
  );
}

function gesturesOf(parts: EditorParts): Gestures {
  const { edit, select, set } = parts.store.getState();
  const looking: Gestures = {
    onSelect: select,
    onOpen: (node) => {
      select({ nodes: [node] });
      requestAnimationFrame(focusInspector);
    },
  };
  if (parts.readOnly) return looking;
  return {
    ...looking,
    onMove: (positions) => {
      edit((document) => moveNodes(document, positions));
    },
    onConnect: (wish) => {
      connectPorts(parts, wish);
    },
    onDropEdge: (edge, at) => {
      set({ menu: { kind: "add", at, edge } });
    },
    onAddAt: (at) => {
      set({ menu: { kind: "add", at, edge: null } });
    },
    onRename: (node, title) => {
      set({ renaming: null });
      if (title?.trim()) edit((document) => renameNode(document, node, title.trim()));
      parts.canvas.current?.focus();
    },
    onChangeNote: (id, change) => {
      edit((document) => {
        const note = document.notes.find((each) => each.id === id);
        return note ? changeNote(document, { ...note, ...change }) : document;
      });
    },
    onTidy: () => void tidyUp(parts),
    onMenu: (target, at) => {
      const { selection } = parts.store.getState();
      const chosen = { canvas: [], node: selection.nodes, edge: selection.edges, note: selection.notes }[target.kind] as readonly string[];
      if (target.kind !== "canvas" && !chosen.includes(target.id)) select({ [`${target.kind}s`]: [target.id] });
      set({ menu: { kind: "context", at, target } });
    },
  };
}

function EmptyCanvas() {
  const { t } = useTranslation("editor");
  const { store, canvas } = useParts();
  return (
    <div className={classes.emptyCanvas}>
      <b>{t("empty.title")}</b>
      <Text c="dimmed" fz="sm">
        {t("empty.text")}
      </Text>
      <Button
        variant="default"
        onClick={() => {
          const at = canvas.current?.middle();
          if (at) store.getState().set({ menu: { kind: "add", at, edge: null } });
        }}
      >
        {t("empty.add")}
      </Button>
    </div>
  );
}
