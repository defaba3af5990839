import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./StepPanel.module.css";

interface NoticeProps {
  isBad: boolean;
  title: string;
  children?: ReactNode;
}

/** Something the reader must not miss: a sign, a sentence, what to do. */
export function Notice({ isBad, title, children }: NoticeProps) {
  const Icon = isBad ? IconAlertTriangle : IconInfoCircle;
  return (
    <section className={classes.notice} data-bad={isBad || undefined} aria-label={title}>
      <Icon size={18} stroke={1.8} aria-hidden />
      <div>
        <b>{title}</b>
        {children}
      </div>
    </section>
  );
}
