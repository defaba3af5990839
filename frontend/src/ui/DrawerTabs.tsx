import { ActionIcon, UnstyledButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Frame.module.css";

export interface DrawerTab {
  id: string;
  label: string;
  count?: number;
  content: ReactNode;
}

interface DrawerTabsProps {
  tabs: DrawerTab[];
  active: string;
  onChange: (id: string) => void;
  onClose?: () => void;
  /** Quiet words or buttons at the right of the tabs. */
  aside?: ReactNode;
  label: string;
}

/** A row of tabs with what the active one shows below, filling the pane. Arrow keys move between tabs. */
export function DrawerTabs({ tabs, active, onChange, onClose, aside, label }: DrawerTabsProps) {
  const { t } = useTranslation("ui");
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.id === active) ?? tabs[0];

  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !current) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };

  return (
    <>
      <div className={classes.tabs}>
        <div role="tablist" aria-label={label} ref={list} onKeyDown={move} style={{ display: "flex", gap: 4 }}>
          {tabs.map((tab) => (
            <UnstyledButton
              key={tab.id}
              role="tab"
              id={`${base}-${tab.id}`}
              data-tab={tab.id}
              aria-selected={tab === current}
              aria-controls={`${base}-panel`}
              tabIndex={tab === current ? 0 : -1}
              data-active={tab === current || undefined}
              className={classes.tab}
              onClick={() => onChange(tab.id)}
            >
              {tab.label}
              {tab.count !== undefined && <span className={classes.count}>{tab.count}</span>}
            </UnstyledButton>
          ))}
        </div>
        <div style={{ marginLeft: "auto", display: "flex", alignItems: "center", gap: 8, fontSize: 13, color: "var(--st-ink-2)" }}>
          {aside}
          {onClose && (
            <ActionIcon onClick={onClose} aria-label={t("closePanel")}>
              <IconX size={16} />
            </ActionIcon>
          )}
        </div>
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${current?.id}`} className={classes.body}>
        {current?.content}
      </div>
    </>
  );
}
