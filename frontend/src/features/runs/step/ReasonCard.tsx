/** Why the step ran or was reused, field by field against the run it is nearest to. */
import { Anchor, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import { differencePhrase, ranText, said, unseenFiles, type Difference, type Why } from "@/api/why";
import { useWorkspace } from "@/api/workspace";
import { RelativeTime } from "@/ui/Time";
import classes from "./StepPanel.module.css";

export function ReasonCard({ why }: { why: Why }) {
  const { t } = useTranslation("reuse");
  const workspace = useWorkspace();
  const unseen = unseenFiles(why);
  const isLong = why.differences.length > 1;
  return (
    <section className={classes.reason} aria-label={t("card.title")}>
      <p>
        <b>{isLong ? t("ran.changed", { changes: t("changes", { count: why.differences.length }) }) : ranText(t, why)}</b>
        {why.source && (
          <>
            {" · "}
            <Anchor component={Link} fz="inherit" to={routes.run(workspace.name, why.source.run_id)}>
              {t("card.comparedWith", { number: why.source.run_number })}
            </Anchor>
            {why.source.ended_at && (
              <>
                {", "}
                <RelativeTime at={why.source.ended_at} />
              </>
            )}
          </>
        )}
      </p>
      {why.differences.length > 0 && <Differences of={why.differences} />}
      {unseen.length > 0 && <p className={classes.quiet}>{t("unseen", { count: unseen.length, files: unseen.join(", ") })}</p>}
    </section>
  );
}

function Differences({ of }: { of: readonly Difference[] }) {
  const { t } = useTranslation("reuse");
  return (
    <Table verticalSpacing={2} horizontalSpacing={6} layout="fixed" fz={12.5} aria-label={t("changes", { count: of.length })}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th />
          <Table.Th>{t("card.before")}</Table.Th>
          <Table.Th>{t("card.after")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {of.map((difference) => {
          const { key, values } = differencePhrase(difference);
          const { component, name, before, after } = difference;
          return (
            <Table.Tr key={`${component} ${name}`}>
              <Table.Td>{isFile(difference) ? t(key, values) : name || t(`component.${component}`)}</Table.Td>
              <Table.Td className={classes.value}>{before === null ? t("card.nothing") : shown(difference, before)}</Table.Td>
              <Table.Td className={classes.value}>{after === null ? t("card.nothing") : shown(difference, after)}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

const DIGEST_SHOWN = 8;

function isFile({ component }: Difference): boolean {
  return component === "script" || component === "hash_paths";
}

/** Of a file the begin of its digest, of everything else the value. */
function shown(difference: Difference, value: unknown): string {
  return isFile(difference) && typeof value === "string" ? value.slice(0, DIGEST_SHOWN) : said(value);
}
