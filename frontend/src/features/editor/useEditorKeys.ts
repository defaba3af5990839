/** Keys and clipboard events of the editing area. Fields and the code editor keep theirs. */
import { useEffect, useEffectEvent, type KeyboardEvent } from "react";
import { copySelected, pasteText, removeSelected } from "./actions";
import { CLIPBOARD, COMMANDS, type CommandName } from "./commands";
import type { EditorParts } from "./context";

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Whether the event is the key combination `mod+Shift+Z`. */
export function isKey(event: Pick<globalThis.KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey" | "code">, keys: string): boolean {
  const parts = keys.split(/(?<=.)\+/);
  const wanted = parts.pop() ?? "";
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const otherMod = isMac ? event.ctrlKey : event.metaKey;
  const shifted = parts.includes("Shift");
  // With Alt, some keyboards give another character; the place of the key still says which it is.
  const isLetter = event.key.toLowerCase() === wanted.toLowerCase() || (event.altKey && event.code === `Key${wanted.toUpperCase()}`);
  const isSign = wanted.length === 1 && !/[a-z0-9]/i.test(wanted);
  return (
    isLetter &&
    mod === parts.includes("mod") &&
    !otherMod &&
    event.altKey === parts.includes("Alt") &&
    (event.shiftKey === shifted || isSign)
  );
}

export function commandFor(event: KeyboardEvent, readOnly: boolean): CommandName | undefined {
  const names = Object.keys(COMMANDS) as CommandName[];
  return names.find((name) => {
    const command = COMMANDS[name];
    if (CLIPBOARD.has(name) || (readOnly && !command.looks)) return false;
    return command.keys.split(" ").some((keys) => keys !== "" && isKey(event, keys));
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

export function useEditorKeys(parts: EditorParts): (event: KeyboardEvent) => void {
  useClipboard(parts);
  return (event) => {
    if (event.defaultPrevented || isTyping(event.target)) return;
    const onCanvas = (event.target as Element).closest("[role=application]") !== null;
    const name = commandFor(event, parts.readOnly);
    if (!name) return;
    // Away from the canvas Tab walks between fields and plain letters belong to what has the focus.
    if (!onCanvas && !["undo", "redo", "escape"].includes(name)) return;
    event.preventDefault();
    COMMANDS[name].run(parts);
  };
}

function useClipboard(parts: EditorParts): void {
  const onCopy = useEffectEvent((event: ClipboardEvent) => {
    const text = isOurs(event) ? copySelected(parts) : null;
    if (text === null) return;
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    if (event.type === "cut" && !parts.readOnly) removeSelected(parts);
  });
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const spot = parts.canvas.current?.pointer();
    if (!isOurs(event) || parts.readOnly || !spot) return;
    if (pasteText(parts, event.clipboardData?.getData("text/plain") ?? "", spot.document)) event.preventDefault();
  });
  useEffect(() => {
    const controller = new AbortController();
    const options = { signal: controller.signal };
    document.addEventListener("copy", onCopy, options);
    document.addEventListener("cut", onCopy, options);
    document.addEventListener("paste", onPaste, options);
    return () => {
      controller.abort();
    };
  }, []);
}

/** Not while text is being edited or has been selected somewhere. */
function isOurs(event: ClipboardEvent): boolean {
  return !isTyping(event.target) && !isTyping(document.activeElement) && document.getSelection()?.isCollapsed !== false;
}
