import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { RelativeTime } from "@/ui/Time";
import classes from "./assets.module.css";

interface Version {
  version: number;
  created_at: string;
  created_by: { display_name: string } | null;
}

interface VersionsProps<Row extends Version> {
  label: string;
  versions: readonly Row[];
  shown: number;
  to: (version: number) => string;
  about?: (version: Row) => ReactNode;
}

/** The versions of a thing, newest first; the one that the page shows is marked. */
export function Versions<Row extends Version>({ label, versions, shown, to, about }: VersionsProps<Row>) {
  const { t } = useTranslation("assets");
  return (
    <ul className={classes.versions} aria-label={label}>
      {versions.map((version) => (
        <li key={version.version}>
          <Link to={to(version.version)} replace aria-current={version.version === shown ? "true" : undefined}>
            <b>{t("version", { version: version.version })}</b> {about?.(version)}
            <small>
              <RelativeTime at={version.created_at} />
              {version.created_by && ` · ${version.created_by.display_name}`}
            </small>
          </Link>
        </li>
      ))}
    </ul>
  );
}
