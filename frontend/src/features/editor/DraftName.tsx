/** The pipeline's name in the top bar; a click lets it be changed. */
import { TextInput, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { draftQueries, useRenameDraft } from "@/api/drafts";
import { showFailed } from "@/ui/toast";
import { useParts } from "./context";
import classes from "./editor.module.css";

export function DraftName() {
  const { workspace, draft, readOnly } = useParts();
  const { t } = useTranslation("editor");
  const { data } = useQuery({ ...draftQueries.detail(workspace.id, draft.id), initialData: draft });
  const rename = useRenameDraft(workspace.id);
  const [editing, setEditing] = useState(false);
  const name = rename.isPending ? rename.variables.name : data.name;

  const finish = (text: string) => {
    setEditing(false);
    const wanted = text.trim();
    if (!wanted || wanted === name) return;
    rename.mutate(
      { id: draft.id, name: wanted },
      {
        onError: (error) => {
          showFailed(t("renameFailed"), error);
        },
      },
    );
  };

  if (readOnly) return <span>{name}</span>;
  if (!editing) {
    return (
      <UnstyledButton
        className={classes.draftName}
        aria-label={t("renameDraft", { name })}
        onClick={() => {
          setEditing(true);
        }}
      >
        {name}
      </UnstyledButton>
    );
  }
  return (
    <TextInput
      defaultValue={name}
      aria-label={t("draftName")}
      autoFocus
      w={280}
      onFocus={(event) => {
        event.currentTarget.select();
      }}
      onBlur={(event) => {
        finish(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") {
          event.currentTarget.value = name;
          event.currentTarget.blur();
        }
      }}
    />
  );
}
