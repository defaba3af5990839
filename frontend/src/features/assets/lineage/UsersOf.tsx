import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Lineage } from "@/api/lineage";
import { useWorkspace } from "@/api/workspace";
import classes from "../assets.module.css";
import { pageOf } from "./places";

const SHOWN = 12;

/** The things that were made directly from it. */
export function UsersOf({ lineage: { nodes, edges, focus } }: { lineage: Lineage }) {
  const { t } = useTranslation("assets");
  const ws = useWorkspace().name;
  const targets = new Set(edges.filter(({ source }) => source === focus).map(({ target }) => target));
  const users = nodes.filter(({ id }) => targets.has(id));
  if (users.length === 0) return <p className={classes.quiet}>{t("lineage.nobody")}</p>;
  return (
    <ul className={classes.paths}>
      {users.slice(0, SHOWN).map((user) => {
        const to = pageOf(ws, user);
        return (
          <li key={user.id}>
            {to ? (
              <Anchor component={Link} to={to} fz="inherit">
                {user.title}
              </Anchor>
            ) : (
              user.title
            )}
            <span className={classes.quiet}>
              {t(`lineage.type.${user.type}`)}
              {user.subtitle && ` · ${user.subtitle}`}
            </span>
          </li>
        );
      })}
      {users.length > SHOWN && <li className={classes.quiet}>{t("lineage.more", { count: users.length - SHOWN })}</li>}
    </ul>
  );
}
