/** Every command of the editor with its keys: the table that keys, menus, ⌘K and the `?` list all read. */
import type { Spot } from "@/canvas";
import { addNoteAt, copySelected, duplicateSelected, nudge, pasteText, removeSelected, selectAll, tidyUp } from "./actions";
import type { EditorParts } from "./context";

export interface Command {
  /** As `mod+Z`; several ways apart by a blank. Empty where the browser's own event is used. */
  readonly keys: string;
  /** Also in a pipeline one may only look at. */
  readonly looks?: boolean;
  run(parts: EditorParts, at?: Spot): void;
}

const STEP = 8;

function call(kind: "add" | "connect") {
  return (parts: EditorParts, spot?: Spot) => {
    const { store, canvas } = parts;
    const at = spot ?? canvas.current?.pointer();
    const node = store.getState().selection.nodes.at(-1);
    if (!at) return;
    if (kind === "add") store.getState().set({ menu: { kind, at, edge: null } });
    else if (node !== undefined) store.getState().set({ menu: { kind, at, node } });
  };
}

function runPart(kind: "from" | "only" | "up_to") {
  return ({ store }: EditorParts) => {
    const { selection, set } = store.getState();
    const node_id = selection.nodes.at(-1);
    if (node_id !== undefined) set({ panel: "submit", part: { kind, node_id } });
  };
}

async function copyToClipboard(parts: EditorParts): Promise<boolean> {
  const text = copySelected(parts);
  if (text === null) return false;
  await navigator.clipboard.writeText(text);
  return true;
}

const TABLE = {
  add: { keys: "/ Tab", run: call("add") },
  note: {
    keys: "Shift+N",
    run: (parts, at) => {
      const spot = at ?? parts.canvas.current?.pointer();
      if (spot) addNoteAt(parts, spot.document);
    },
  },
  connect: { keys: "c", run: call("connect") },
  open: {
    keys: "",
    looks: true,
    run: ({ store }) => {
      store.getState().set({ panel: "inspector" });
      focusInspector();
    },
  },
  rename: {
    keys: "F2",
    run: ({ store }) => {
      const { selection, set } = store.getState();
      set({ renaming: selection.nodes.at(-1) ?? null });
    },
  },
  runFrom: { keys: "Shift+F", run: runPart("from") },
  runOnly: { keys: "Shift+O", run: runPart("only") },
  runUpTo: { keys: "Shift+U", run: runPart("up_to") },
  remove: { keys: "Delete Backspace", run: removeSelected },
  undo: {
    keys: "mod+Z",
    run: ({ store }) => {
      store.getState().undo();
    },
  },
  redo: {
    keys: "mod+Shift+Z mod+Y",
    run: ({ store }) => {
      store.getState().redo();
    },
  },
  copy: { keys: "mod+C", looks: true, run: (parts) => void copyToClipboard(parts) },
  cut: {
    keys: "mod+X",
    run: (parts) => {
      void copyToClipboard(parts).then((copied) => {
        if (copied) removeSelected(parts);
      });
    },
  },
  paste: {
    keys: "mod+V",
    run: (parts, at) => {
      const spot = at ?? parts.canvas.current?.pointer();
      if (spot) void navigator.clipboard.readText().then((text) => pasteText(parts, text, spot.document));
    },
  },
  duplicate: { keys: "mod+D", run: duplicateSelected },
  selectAll: { keys: "mod+A", looks: true, run: selectAll },
  tidy: { keys: "Shift+Alt+T", run: (parts) => void tidyUp(parts) },
  fit: {
    keys: "",
    looks: true,
    run: ({ canvas }) => {
      canvas.current?.fit();
    },
  },
  escape: {
    keys: "Escape",
    looks: true,
    run: ({ store }) => {
      const { menu, panel, set, select } = store.getState();
      if (menu) set({ menu: null });
      else if (panel !== "inspector") set({ panel: "inspector" });
      else select({});
    },
  },
  nudgeUp: { keys: "Alt+ArrowUp", run: (parts) => { nudge(parts, { x: 0, y: -STEP }); } },
  nudgeDown: { keys: "Alt+ArrowDown", run: (parts) => { nudge(parts, { x: 0, y: STEP }); } },
  nudgeLeft: { keys: "Alt+ArrowLeft", run: (parts) => { nudge(parts, { x: -STEP, y: 0 }); } },
  nudgeRight: { keys: "Alt+ArrowRight", run: (parts) => { nudge(parts, { x: STEP, y: 0 }); } },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof TABLE;
export const COMMANDS: Readonly<Record<CommandName, Command>> = TABLE;

/** These have events of the browser's clipboard, which need no permission. */
export const CLIPBOARD: ReadonlySet<CommandName> = new Set(["copy", "cut", "paste"]);

export function focusInspector(): void {
  const inspector = globalThis.document.querySelector<HTMLElement>("[data-inspector]");
  const field = inspector?.querySelector<HTMLElement>("[data-fields] :is(input, textarea, select)");
  (field ?? inspector?.querySelector<HTMLElement>("input, textarea, button"))?.focus();
}
