/** One note, to be written with more room than on the canvas. */
import { Button, Textarea } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Note } from "@/graph/document";
import { changeNote, removeNotes } from "@/graph/edit";
import { useParts } from "../context";
import classes from "../editor.module.css";

export function NoteInspector({ note }: { note: Note }) {
  const { t } = useTranslation("editor");
  const { store, readOnly } = useParts();
  const { edit } = store.getState();
  return (
    <>
      <header className={classes.inspectorHead}>
        <h2>{t("note.title")}</h2>
        <p className={classes.quiet}>{t("note.about")}</p>
      </header>
      <div className={classes.inspectorBody} data-fields>
        <Textarea
          label={t("note.text")}
          value={note.text}
          readOnly={readOnly}
          autosize
          minRows={5}
          onChange={({ currentTarget }) => {
            const text = currentTarget.value;
            edit((document) => changeNote(document, { ...note, text }), { label: `note ${note.id}` });
          }}
        />
        {!readOnly && (
          <Button
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => {
              edit((document) => removeNotes(document, [note.id]));
            }}
          >
            {t("note.remove")}
          </Button>
        )}
      </div>
    </>
  );
}
