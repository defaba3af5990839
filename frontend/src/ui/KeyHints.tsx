import { Kbd, Modal, Text, Title } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useKeyHintStore } from "./keyHints";
import classes from "./KeyHints.module.css";

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

const signs: Record<string, string> = {
  mod: isMac ? "⌘" : "Ctrl",
  Shift: isMac ? "⇧" : "Shift",
  Alt: isMac ? "⌥" : "Alt",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  Delete: "Del",
};

/** `mod+Shift+Z` as key caps. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span style={{ display: "inline-flex", gap: 4, alignItems: "center", flexWrap: "wrap" }}>
      {keys.split(" ").map((way, at) => (
        <Fragment key={way}>
          {at > 0 && <Text span c="dimmed" fz="xs">·</Text>}
          <span style={{ display: "inline-flex", gap: 3 }}>
            {way.split(/(?<=.)\+/).map((key) => (
              <Kbd key={key} size="xs">
                {signs[key] ?? key}
              </Kbd>
            ))}
          </span>
        </Fragment>
      ))}
    </span>
  );
}

/** The dialog behind `?`. Mounted once, by the app. */
export function KeyHintsDialog() {
  const { t } = useTranslation("ui");
  const { sections, isOpen, setOpen } = useKeyHintStore();
  useHotkeys([["shift+?", () => setOpen(true)], ["?", () => setOpen(true)]]);
  return (
    <Modal opened={isOpen} onClose={() => setOpen(false)} title={t("keys.title")} size={sections.length > 1 ? 820 : 440}>
      <div className={classes.columns}>
        {sections.map((section) => (
          <section key={section.title}>
            <Title order={3} className={classes.title}>
              {section.title}
            </Title>
            <dl className={classes.hints}>
              {section.hints.map((hint) => (
                <div key={hint.label} className={classes.hint}>
                  <dt>{hint.label}</dt>
                  <dd>
                    <Keys keys={hint.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
