/** A note on the canvas: text that explains, edited in place, resized at its corners. */
import { NodeResizer, type NodeProps } from "@xyflow/react";
import { memo, useState, type FocusEvent } from "react";
import { useTranslation } from "react-i18next";
import { useCanvasActions } from "./context";
import type { NoteFlowNode } from "./flow";
import classes from "./canvas.module.css";

const SMALLEST = { minWidth: 96, minHeight: 40 };

export const NoteNode = memo(function NoteNode({ id, data: { note }, selected }: NodeProps<NoteFlowNode>) {
  const { t } = useTranslation("canvas");
  const { readOnly, changeNote } = useCanvasActions();
  const [editing, setEditing] = useState(false);

  const finish = (event: FocusEvent<HTMLTextAreaElement>) => {
    setEditing(false);
    if (event.currentTarget.value !== note.text) changeNote(id, { text: event.currentTarget.value });
  };

  return (
    <div
      role="group"
      aria-label={t("note.label", { text: note.text.slice(0, 60) })}
      className={classes.note}
      data-selected={selected || undefined}
      onDoubleClick={(event) => {
        event.stopPropagation();
        setEditing(!readOnly);
      }}
    >
      <NodeResizer
        {...SMALLEST}
        isVisible={selected && !readOnly}
        lineClassName={classes.resizeLine}
        handleClassName={classes.resizeHandle}
        onResizeEnd={(_, { x, y, width, height }) => {
          changeNote(id, { position: { x, y }, size: { width, height } });
        }}
      />
      {editing ? (
        <textarea
          className="nodrag nopan nowheel"
          aria-label={t("note.text")}
          defaultValue={note.text}
          autoFocus
          onBlur={finish}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
      ) : (
        <p>{note.text || <em>{t("note.empty")}</em>}</p>
      )}
    </div>
  );
});
