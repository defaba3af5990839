/** What can be done with what is under the pointer; the same actions as the keys. */
import { Menu as MantineMenu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Keys } from "@/ui/KeyHints";
import { useParts } from "./context";
import { COMMANDS, type CommandName } from "./commands";
import type { Menu } from "./store";
import classes from "./editor.module.css";

const ENTRIES: Record<"canvas" | "node" | "edge" | "note", readonly (CommandName | "-")[]> = {
  canvas: ["add", "note", "-", "paste", "selectAll", "-", "tidy", "fit"],
  node: ["open", "rename", "connect", "-", "cut", "copy", "duplicate", "-", "runFrom", "runOnly", "runUpTo", "-", "tidy", "-", "remove"],
  edge: ["remove"],
  note: ["cut", "copy", "duplicate", "-", "remove"],
};

export function ContextMenu({ menu }: { menu: Extract<Menu, { kind: "context" }> }) {
  const parts = useParts();
  const { t } = useTranslation("editor");
  const close = () => {
    parts.store.getState().set({ menu: null });
  };
  return (
    <MantineMenu opened onClose={close} position="bottom-start" offset={2} width={240}>
      <MantineMenu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={t("contextMenu")}
          className={classes.anchor}
          style={{ left: menu.at.screen.x, top: menu.at.screen.y }}
        />
      </MantineMenu.Target>
      <MantineMenu.Dropdown>
        {ENTRIES[menu.target.kind].map((name, index) =>
          name === "-" ? (
            <MantineMenu.Divider key={index} />
          ) : (
            <MantineMenu.Item
              key={name}
              color={name === "remove" ? "red" : undefined}
              rightSection={COMMANDS[name].keys && <Keys keys={COMMANDS[name].keys.split(" ")[0] ?? ""} />}
              onClick={() => {
                close();
                COMMANDS[name].run(parts, menu.at);
              }}
            >
              {t(`command.${name}`)}
            </MantineMenu.Item>
          ),
        )}
      </MantineMenu.Dropdown>
    </MantineMenu>
  );
}
