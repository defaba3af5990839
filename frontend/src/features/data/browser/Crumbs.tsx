import { IconDatabase } from "@tabler/icons-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";
import { CopyIcon } from "@/ui/CopyButton";
import classes from "./browser.module.css";
import { crumbsOf } from "./paths";

/** The way from the datastore down to the folder; each step leads back to it. */
export function Crumbs({ datastore, folder }: { datastore: string; folder: string }) {
  const { t } = useTranslation("data");
  const ws = useWorkspace().name;
  const steps = crumbsOf(folder);
  const all = [{ name: datastore, path: "" }, ...steps];
  return (
    <nav className={classes.crumbs} aria-label={t("browser.crumbs")}>
      <IconDatabase size={16} stroke={1.6} aria-hidden color="var(--st-ink-3)" />
      {all.map(({ name, path }, at) => (
        <Fragment key={path}>
          {at > 0 && (
            <span className={classes.slash} aria-hidden>
              /
            </span>
          )}
          {at < all.length - 1 ? (
            <Link to={routes.datastore(ws, datastore, { path })} title={name}>
              {name}
            </Link>
          ) : (
            <b aria-current="location" title={name}>
              {name}
            </b>
          )}
        </Fragment>
      ))}
      {folder && <CopyIcon text={folder} label={t("browser.copyFolder")} />}
    </nav>
  );
}
