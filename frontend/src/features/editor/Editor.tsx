/** The designer's frame: palette, canvas, inspector, drawer, and the top bar's state and actions. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconPlayerPlay, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { routes } from "@/api/routes";
import { Frame } from "@/ui/Frame";
import { TopBar } from "@/ui/TopBar";
import { useDocument, useEditor, useParts } from "./context";
import { DraftName } from "./DraftName";
import { Drawer } from "./drawer/Drawer";
import { DrawerSplit } from "./drawer/DrawerSplit";
import { EditorCanvas } from "./EditorCanvas";
import { ForecastSummary } from "./forecast/ForecastSummary";
import { Inspector } from "./inspector/Inspector";
import { Notices } from "./saving/Notices";
import { SaveState } from "./saving/SaveState";
import { Palette } from "./Palette";
import { ProblemsProvider } from "./ProblemsProvider";
import { PublishPanel } from "./submit/PublishPanel";
import { SubmitPanel } from "./submit/SubmitPanel";
import { useEditorKeys } from "./useEditorKeys";
import { useOffers } from "./useOffers";
import classes from "./editor.module.css";

export function Editor() {
  const parts = useParts();
  const panel = useEditor((state) => state.panel);
  const onKeyDown = useEditorKeys(parts);
  useOffers(parts);
  // The panes are the same elements from render to render: a drag of a card renders none of them.
  const palette = useMemo(() => <Palette />, []);
  const drawer = useMemo(() => <Drawer />, []);
  const right = { inspector: <Inspector />, submit: <SubmitPanel />, publish: <PublishPanel /> }[panel];
  return (
    <ProblemsProvider>
      <EditorBar />
      <div className={classes.editor} onKeyDown={onKeyDown}>
        <Frame name="designer" left={palette} right={right}>
          <DrawerSplit drawer={drawer}>
            <Notices />
            <EditorCanvas />
          </DrawerSplit>
        </Frame>
      </div>
    </ProblemsProvider>
  );
}

function EditorBar() {
  const { draft, workspace } = useParts();
  const { t } = useTranslation("editor");
  return (
    <TopBar
      crumbs={[{ label: t("designer"), to: routes.designer(workspace.name) }]}
      title={draft.name}
      titleNode={<DraftName />}
      meta={
        <>
          <SaveState />
          <ForecastSummary />
        </>
      }
      actions={<EditorActions />}
    />
  );
}

function EditorActions() {
  const { store, readOnly } = useParts();
  const { t } = useTranslation("editor");
  const canUndo = useEditor((state) => state.history.past.length > 0);
  const canRedo = useEditor((state) => state.history.future.length > 0);
  const isEmpty = useDocument().nodes.length === 0;
  const { undo, redo, set } = store.getState();
  if (readOnly) return <span className={classes.quiet}>{t("readOnly")}</span>;
  const travel = [
    { name: t("command.undo"), keys: "Ctrl+Z", icon: IconArrowBackUp, run: undo, able: canUndo },
    { name: t("command.redo"), keys: "Ctrl+Shift+Z", icon: IconArrowForwardUp, run: redo, able: canRedo },
  ];
  return (
    <>
      {travel.map(({ name, keys, icon: Icon, run, able }) => (
        <Tooltip key={name} label={`${name} (${keys})`}>
          <ActionIcon size={32} aria-label={name} disabled={!able} onClick={run}>
            <Icon size={18} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
      <Button
        variant="default"
        disabled={isEmpty}
        leftSection={<IconUpload size={16} stroke={1.8} aria-hidden />}
        onClick={() => {
          set({ panel: "publish" });
        }}
      >
        {t("publish.open")}
      </Button>
      <Button
        disabled={isEmpty}
        leftSection={<IconPlayerPlay size={16} stroke={1.8} aria-hidden />}
        onClick={() => {
          set({ panel: "submit", part: null });
        }}
      >
        {t("submit.open")}
      </Button>
    </>
  );
}
