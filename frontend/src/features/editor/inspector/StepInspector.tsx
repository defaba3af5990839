/** One step: its name and comment, its settings, its ports, its files. */
import { Tabs, Textarea, TextInput } from "@mantine/core";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { GraphNode } from "@/graph/document";
import { renameNode, setComment } from "@/graph/edit";
import { BlockSkeleton } from "@/ui/States";
import { useEditor, useParts } from "../context";
import { NextRun } from "../forecast/NextRun";
import { fieldId } from "../form/formContext";
import { PortsTab } from "./PortsTab";
import classes from "../editor.module.css";

// The form engine and the code editor are the two heaviest parts of the page: they come when they are first needed.
const StepForm = lazy(async () => ({ default: (await import("../form/StepForm")).StepForm }));
const FilesTab = lazy(async () => ({ default: (await import("../files/FilesTab")).FilesTab }));

export function StepInspector({ node }: { node: GraphNode }) {
  const { t } = useTranslation("editor");
  const { kinds, store, readOnly } = useParts();
  const tab = useEditor((state) => state.tab);
  const { edit, set } = store.getState();
  const kind = kinds[node.kind];
  const shown = tab === "code" && !kind?.has_source ? "settings" : tab;
  return (
    <>
      <header className={classes.inspectorHead}>
        <TextInput
          classNames={{ input: classes.titleInput }}
          aria-label={t("step.title")}
          value={node.title}
          placeholder={kind?.title}
          readOnly={readOnly}
          onChange={({ currentTarget }) => {
            edit((document) => renameNode(document, node.id, currentTarget.value), { label: `title ${node.id}` });
          }}
        />
        <p className={classes.quiet}>
          {kind ? t("step.about", { kind: kind.title, version: kind.version, summary: kind.summary }) : t("step.unknownKind", { kind: node.kind })}
        </p>
        <NextRun node={node.id} />
      </header>
      <Tabs
        value={shown}
        onChange={(next) => {
          set({ tab: next ?? "settings" });
        }}
        className={classes.inspectorTabs}
      >
        <Tabs.List aria-label={t("step.tabs")}>
          <Tabs.Tab value="settings">{t("step.settings")}</Tabs.Tab>
          <Tabs.Tab value="ports">{t("step.ports")}</Tabs.Tab>
          {kind?.has_source && <Tabs.Tab value="code">{t("step.code")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="settings" className={classes.inspectorBody}>
          <Suspense fallback={<BlockSkeleton lines={8} />}>
            {kind && <StepForm node={node} kind={kind} />}
            {kind && <FocusField node={node.id} />}
          </Suspense>
          <Comment node={node} readOnly={readOnly} />
        </Tabs.Panel>
        <Tabs.Panel value="ports" className={classes.inspectorBody}>
          <PortsTab node={node} />
        </Tabs.Panel>
        <Tabs.Panel value="code" className={classes.inspectorFill}>
          <Suspense fallback={<BlockSkeleton lines={10} />}>
            <FilesTab node={node} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** Gives the focus to the field a problem led to. It stands beside the form, so it runs when the form is there. */
function FocusField({ node }: { node: string }) {
  const { store } = useParts();
  const focus = useEditor((state) => state.focus);
  useEffect(() => {
    if (focus?.node !== node) return;
    const element = globalThis.document.getElementById(fieldId(focus.field));
    element?.scrollIntoView({ block: "center" });
    element?.focus();
    store.getState().set({ focus: null });
  }, [focus, node, store]);
  return null;
}

function Comment({ node, readOnly }: { node: GraphNode; readOnly: boolean }) {
  const { t } = useTranslation("editor");
  const { store } = useParts();
  return (
    <Textarea
      className={classes.comment}
      label={t("step.comment")}
      value={node.comment}
      placeholder={t("step.commentHint")}
      readOnly={readOnly}
      autosize
      minRows={2}
      onChange={({ currentTarget }) => {
        const { value } = currentTarget;
        store.getState().edit((document) => setComment(document, node.id, value), { label: `comment ${node.id}` });
      }}
    />
  );
}
