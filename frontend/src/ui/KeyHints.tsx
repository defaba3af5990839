import { Kbd, Modal, Text, Title } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useKeyHintStore } from "./keyHints";

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
    <Modal opened={isOpen} onClose={() => setOpen(false)} title={t("keys.title")} size={sections.length > 1 ? 760 : 440}>
      <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(320px, 1fr))", gap: 28 }}>
        {sections.map((section) => (
          <section key={section.title}>
            <Title order={3} mb={8}>
              {section.title}
            </Title>
            <dl style={{ margin: 0, display: "grid", gridTemplateColumns: "1fr max-content", gap: "7px 16px", alignItems: "center" }}>
              {section.hints.map((hint) => (
                <Fragment key={hint.label}>
                  <dt style={{ color: "var(--st-ink-2)", fontSize: 13 }}>{hint.label}</dt>
                  <dd style={{ margin: 0, textAlign: "right" }}>
                    <Keys keys={hint.keys} />
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
