/** Adding a step at a point: all kinds, or those that take the edge that was dropped there. */
import { IconNote } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { KindIcon } from "@/canvas";
import type { StepKind } from "@/graph/kinds";
import { addNoteAt, addStep } from "./actions";
import { useParts } from "./context";
import { searchKinds } from "./groups";
import { heldType, kindTakes } from "./joining";
import { PointList, type ListEntry } from "./PointList";
import type { Menu } from "./store";

export function AddMenu({ menu }: { menu: Extract<Menu, { kind: "add" }> }) {
  const parts = useParts();
  const { t } = useTranslation("editor");
  const { store, kinds, canvas } = parts;
  const close = () => {
    store.getState().set({ menu: null });
    canvas.current?.focus();
  };
  const entries = (query: string): ListEntry[] => {
    const { history, selection } = store.getState();
    const type = menu.edge && heldType(history.present, kinds, menu.edge);
    const rank = (kind: StepKind) => (menu.edge ? kindTakes(kind, menu.edge, type) : 0);
    const found = searchKinds(kinds, query)
      .filter((kind) => rank(kind) !== null)
      .sort((one, other) => Number(rank(one)) - Number(rank(other)));
    const steps = found.map((kind) => ({
      id: kind.name,
      label: kind.title,
      hint: kind.summary,
      icon: <KindIcon name={kind.icon} />,
      choose: () => {
        close();
        void addStep(parts, kind, { at: menu.at.document, edge: menu.edge, after: selection.nodes.at(-1) });
      },
    }));
    const note = {
      id: "note",
      label: t("add.note"),
      hint: t("add.noteHint"),
      icon: <IconNote size={17} stroke={1.6} aria-hidden />,
      choose: () => {
        close();
        addNoteAt(parts, menu.at.document);
      },
    };
    const wanted = !menu.edge && t("add.note").toLowerCase().includes(query.toLowerCase());
    return wanted ? [...steps, note] : steps;
  };
  return (
    <PointList
      at={menu.at.screen}
      label={t(menu.edge ? "add.fitting" : "add.label")}
      placeholder={t("add.placeholder")}
      nothing={t("add.nothing")}
      entries={entries}
      onClose={close}
    />
  );
}
