/** Pages put their place and actions into the app's top bar through these; the app says where they land. */
import { Anchor } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { createContext, type ReactNode, useContext } from "react";
import { createPortal } from "react-dom";
import { Link } from "react-router";
import classes from "./TopBar.module.css";

interface Slots {
  crumbs: HTMLElement | null;
  actions: HTMLElement | null;
}

const SlotsContext = createContext<Slots>({ crumbs: null, actions: null });
export const TopBarSlots = SlotsContext.Provider;

export interface Crumb {
  label: string;
  to: string;
}

interface TopBarProps {
  /** The way to this page, without the workspace and without the page itself. */
  crumbs?: Crumb[];
  title: string;
  /** Stands in place of the title's text, for one that can be edited. */
  titleNode?: ReactNode;
  /** Quiet facts behind the title: saved, revision, status. */
  meta?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
}

export function TopBar({ crumbs = [], title, titleNode, meta, actions }: TopBarProps) {
  const slots = useContext(SlotsContext);
  // A page in a Frame has its title only here; a Page has its own heading below.
  const Heading = titleNode ? "h1" : "span";
  useDocumentTitle(title);
  return (
    <>
      {slots.crumbs &&
        createPortal(
          <>
            {crumbs.map((crumb) => (
              <span key={crumb.to} className={classes.crumb}>
                <Anchor component={Link} to={crumb.to} c="var(--st-ink-2)" fz="md">
                  {crumb.label}
                </Anchor>
                <span aria-hidden className={classes.slash}>
                  /
                </span>
              </span>
            ))}
            <Heading className={classes.title} aria-current="page">
              {titleNode ?? title}
            </Heading>
            {meta && <span className={classes.meta}>{meta}</span>}
          </>,
          slots.crumbs,
        )}
      {slots.actions && actions && createPortal(actions, slots.actions)}
    </>
  );
}
