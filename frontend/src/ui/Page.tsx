import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Page.module.css";

interface PageProps {
  title: string;
  /** One sentence: what this page is for. */
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page that scrolls, with its heading; the designer and the run page use Frame instead. */
export function Page({ title, subtitle, actions, children }: PageProps) {
  return (
    <div className={classes.page}>
      <div className={classes.inner}>
        <div className={classes.head}>
          <div>
            <Title order={1}>{title}</Title>
            {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
          </div>
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
        {children}
      </div>
    </div>
  );
}

/** The line of search and filters above a table, with a quiet count at its end. */
export function FilterBar({ children, count }: { children: ReactNode; count?: ReactNode }) {
  return (
    <div className={classes.filters}>
      {children}
      {count && <div className={classes.count}>{count}</div>}
    </div>
  );
}
