import { CloseButton } from "@mantine/core";
import { useId, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./SidePanel.module.css";

interface SidePanelProps {
  title: ReactNode;
  /** One quiet line under the title. */
  about?: ReactNode;
  children: ReactNode;
  /** Buttons at the foot. */
  actions?: ReactNode;
  onClose?: () => void;
  /** Makes the panel a form. */
  onSubmit?: () => void;
}

/** What stands at the right of a page, beside its content and never over it: title, what scrolls, buttons. */
export function SidePanel({ title, about, children, actions, onClose, onSubmit }: SidePanelProps) {
  const { t } = useTranslation("ui");
  const id = useId();
  const body = (
    <>
      <div className={classes.body}>{children}</div>
      {actions && <footer className={classes.foot}>{actions}</footer>}
    </>
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <aside className={classes.panel} aria-labelledby={id}>
      <header className={classes.head}>
        <div className={classes.title}>
          <h2 id={id}>{title}</h2>
          {onClose && <CloseButton aria-label={t("closePanel")} onClick={onClose} />}
        </div>
        {about && <div className={classes.about}>{about}</div>}
      </header>
      {onSubmit ? (
        <form className={classes.rest} onSubmit={submit} autoComplete="off">
          {body}
        </form>
      ) : (
        <div className={classes.rest}>{body}</div>
      )}
    </aside>
  );
}
