import { Anchor, CloseButton, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "@/api/routes";
import type { Run } from "@/api/runs";
import { useWorkspace } from "@/api/workspace";
import { Sparkline } from "@/ui/Sparkline";
import { RelativeTime } from "@/ui/Time";
import { formatValue } from "../step/metrics";
import { CellText } from "./CellText";
import classes from "./compare.module.css";
import { heightsOf, type Group, type Row } from "./rows";

interface CompareTableProps {
  runs: readonly Run[];
  groups: readonly Group[];
  onLeaveOut: (run: string) => void;
}

/** A column a run, a group of rows for the run, its parameters and each step. */
export function CompareTable({ runs, groups, onLeaveOut }: CompareTableProps) {
  const { t } = useTranslation("compare");
  return (
    <div className={classes.wrap}>
      <Table.ScrollContainer minWidth={240 + runs.length * 220} type="native">
        <Table className={classes.table} aria-label={t("table")}>
          <colgroup>
            <col style={{ width: 240 }} />
          </colgroup>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("what")}</Table.Th>
              {runs.map((run) => (
                <Table.Th key={run.id} scope="col">
                  <RunHead run={run} onLeaveOut={runs.length > 2 ? () => onLeaveOut(run.id) : undefined} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          {groups.map((group) => (
            <Table.Tbody key={group.id}>
              <Table.Tr>
                <Table.Th className={classes.group} colSpan={runs.length + 1} scope="rowgroup">
                  {group.step ?? t(`group.${group.id}`)}
                </Table.Th>
              </Table.Tr>
              {group.rows.map((row) => (
                <Table.Tr key={row.id} data-differs={row.differs || undefined}>
                  <Table.Th scope="row" className={classes.label}>
                    <RowHead row={row} />
                  </Table.Th>
                  {runs.map((run, at) => (
                    <Table.Td key={run.id}>
                      <CellText cell={row.cells[at] ?? null} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          ))}
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

/** Two is the least that can be compared, so then neither may be left out. */
function RunHead({ run, onLeaveOut }: { run: Run; onLeaveOut: (() => void) | undefined }) {
  const { t } = useTranslation("compare");
  const ws = useWorkspace().name;
  return (
    <div className={classes.head}>
      <div>
        <Anchor component={Link} to={routes.run(ws, run.id)} c="var(--st-ink)" fw={600} fz="sm">
          {t("run", { number: run.number })}
        </Anchor>
        <Text fz="xs" c="var(--st-ink-2)" fw={400} truncate>
          {run.name} · <RelativeTime at={run.created_at} />
        </Text>
      </div>
      {onLeaveOut && <CloseButton size="sm" aria-label={t("leaveOut", { number: run.number })} onClick={onLeaveOut} />}
    </div>
  );
}

function RowHead({ row }: { row: Row }) {
  const { t } = useTranslation("compare");
  if ("known" in row.label) return <>{t(`row.${row.label.known}`, { count: row.label.count ?? 0 })}</>;
  const { name } = row.label;
  const heights = heightsOf(row);
  const values = row.cells.map((cell) => (cell?.kind === "number" ? formatValue(cell.value) : "–")).join(", ");
  return (
    <>
      {row.of !== "parameter" && <span className={classes.of}>{t(`of.${row.of}`)}</span>}
      <span className={classes.name}>{name}</span>
      {heights && <Sparkline values={heights} label={t("chart", { name, values })} width={Math.min(120, heights.length * 10)} />}
    </>
  );
}
