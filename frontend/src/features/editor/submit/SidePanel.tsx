/** A panel that takes the inspector's place until it is closed. */
import { CloseButton } from "@mantine/core";
import { useId, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useParts } from "../context";
import classes from "../editor.module.css";

interface SidePanelProps {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
  /** Buttons at the foot. */
  readonly actions: ReactNode;
  onSubmit(): void;
}

export function SidePanel({ title, about, children, actions, onSubmit }: SidePanelProps) {
  const { t } = useTranslation("editor");
  const { store } = useParts();
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <aside className={classes.inspector} aria-labelledby={id}>
      <header className={classes.inspectorHead}>
        <div className={classes.panelTitle}>
          <h2 id={id}>{title}</h2>
          <CloseButton
            aria-label={t("closePanel")}
            onClick={() => {
              store.getState().set({ panel: "inspector" });
            }}
          />
        </div>
        <p className={classes.quiet}>{about}</p>
      </header>
      <form className={classes.panelForm} onSubmit={submit}>
        <div className={classes.inspectorBody}>{children}</div>
        <footer className={classes.panelFoot}>{actions}</footer>
      </form>
    </aside>
  );
}
