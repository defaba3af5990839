/** Tells the `?` list and ⌘K what this page can do. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "@/ui/commands";
import { useKeyHints, type KeyHint } from "@/ui/keyHints";
import { COMMANDS, type CommandName } from "./commands";
import type { EditorParts } from "./context";

/** Keys of the canvas itself and gestures that are no command. */
const MORE: readonly (readonly [string, string])[] = [
  ["ArrowUp ArrowDown ArrowLeft ArrowRight", "walk"],
  ["Enter", "open"],
  ["1", "fit"],
  ["0", "actualSize"],
  ["+ -", "zoom"],
  ["z", "zoomSelection"],
  ["Space+drag", "pan"],
];
const OFFERED: readonly CommandName[] = ["add", "note", "duplicate", "selectAll", "tidy", "fit", "undo", "redo"];

export function useOffers(parts: EditorParts): void {
  const { t } = useTranslation("editor");
  const hints = useMemo(() => {
    const arrows: KeyHint = { keys: "Alt+Arrows", label: t("command.nudge") };
    const own = (Object.keys(COMMANDS) as CommandName[])
      .filter((name) => COMMANDS[name].keys !== "" && !name.startsWith("nudge"))
      .map((name): KeyHint => ({ keys: COMMANDS[name].keys, label: t(`command.${name}`) }));
    const more = MORE.map(([keys, name]): KeyHint => ({ keys, label: t(`command.${name}`) }));
    return { title: t("designer"), hints: [...more, ...own, arrows] };
  }, [t]);
  const commands = useMemo(
    () =>
      OFFERED.filter((name) => !parts.readOnly || COMMANDS[name].looks).map((name) => ({
        id: `editor.${name}`,
        label: t(`command.${name}`),
        keys: COMMANDS[name].keys.split(" ")[0] || undefined,
        run: () => {
          COMMANDS[name].run(parts);
        },
      })),
    [t, parts],
  );
  useKeyHints(hints);
  useCommands(commands);
}
