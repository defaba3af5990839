import type { ReactNode } from "react";
import classes from "./assets.module.css";

interface SectionProps {
  title: string;
  aside?: ReactNode;
  /** Its content brings a frame of its own. */
  isPlain?: boolean;
  children: ReactNode;
}

export function Section({ title, aside, isPlain, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {aside}
      </div>
      <div className={isPlain ? undefined : classes.card}>{children}</div>
    </section>
  );
}
