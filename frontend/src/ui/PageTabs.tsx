import { NavLink } from "react-router";
import classes from "./PageTabs.module.css";

interface PageTabsProps {
  label: string;
  tabs: readonly { to: string; label: string }[];
}

/** Pages of one kind beside each other, each with an address of its own. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map(({ to, label: name }) => (
        <NavLink key={to} end to={to} className={classes.tab}>
          {name}
        </NavLink>
      ))}
    </nav>
  );
}
