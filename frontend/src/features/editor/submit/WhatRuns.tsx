/** Which part of the pipeline was asked for; shown only when it is not all of it. */
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Part } from "@/api/forecast";
import { findNode } from "@/graph/document";
import { useDocument, useEditorStore } from "../context";
import classes from "../editor.module.css";

const WORDS = { from: "submit.partFrom", only: "submit.partOnly", up_to: "submit.partUpTo", failed: "submit.partAll" } as const;

export function WhatRuns({ part }: { part: Part | undefined }) {
  const { t } = useTranslation("editor");
  const document = useDocument();
  const store = useEditorStore();
  if (!part) return null;
  const step = part.node_id ? findNode(document, part.node_id)?.title : undefined;
  return (
    <section className={classes.nextRun} aria-label={t("submit.part")}>
      <p>{t(WORDS[part.kind], { step })}</p>
      <Anchor
        component="button"
        type="button"
        fz="inherit"
        ta="left"
        onClick={() => {
          store.getState().set({ part: null });
        }}
      >
        {t("submit.partForget")}
      </Anchor>
    </section>
  );
}
