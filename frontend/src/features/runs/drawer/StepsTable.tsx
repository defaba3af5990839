import { Anchor, Table } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Run, StepRun } from "@/api/runs";
import { ranText } from "@/api/why";
import { StatusBadge } from "@/ui/StatusBadge";
import { Duration } from "@/ui/Time";
import { namesOf } from "../page/RunSummary";
import { reasonSentence } from "../reasons";
import classes from "./Drawer.module.css";

interface StepsTableProps {
  run: Run;
  selected: string | null;
  select(node: string): void;
}

/** All steps, in the order in which they can run. */
export function StepsTable({ run, selected, select }: StepsTableProps) {
  const { t } = useTranslation(["run", "reuse"]);
  const names = namesOf(run);
  return (
    <Table className={classes.steps} aria-label={t("drawer.steps")} layout="fixed" stickyHeader verticalSpacing={3} horizontalSpacing={10}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="24%">{t("drawer.column.step")}</Table.Th>
          <Table.Th w={126}>{t("drawer.column.status")}</Table.Th>
          <Table.Th w={104} ta="end">{t("drawer.column.duration")}</Table.Th>
          <Table.Th w={84}>{t("drawer.column.node")}</Table.Th>
          <Table.Th>{t("drawer.column.why")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {run.steps.map((step) => (
          <Table.Tr key={step.id} data-selected={step.node_id === selected || undefined} onClick={() => { select(step.node_id); }}>
            <Table.Td>
              <Anchor component="button" type="button" c="var(--st-ink)" fz="inherit" fw={500} truncate maw="100%" aria-current={step.node_id === selected || undefined}>
                {step.name}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <StatusBadge status={step.state} />
            </Table.Td>
            <Table.Td ta="end">
              {step.attempts.length === 0 ? "–" : <Duration startedAt={step.started_at} endedAt={step.ended_at} seconds={step.duration_s} />}
            </Table.Td>
            <Table.Td className={classes.quiet} title={nodeOf(t, step)}>{nodeOf(t, step)}</Table.Td>
            <Table.Td className={classes.quiet} title={whyOf(t, step, names)}>{whyOf(t, step, names)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type Words = ReturnType<typeof useTranslation<["run", "reuse"]>>["t"];

function nodeOf(t: Words, step: StepRun): string {
  const attempt = step.attempts.at(-1);
  if (!attempt?.node) return "–";
  return attempt.number > 1 ? t("drawer.nodeAttempt", { node: attempt.node, number: attempt.number }) : attempt.node;
}

function whyOf(t: Words, step: StepRun, names: ReadonlyMap<string, string>): string {
  if (step.reason) return reasonSentence(t as unknown as TFunction<"run">, step.reason, names);
  if (step.why && (step.state !== "NotStarted" || step.why.code === "left_out")) {
    return ranText((key, values) => t(`reuse:${key}`, values), step.why);
  }
  if (step.waits_for.length === 0) return "";
  return t("line.waits", { steps: step.waits_for.map((node) => names.get(node) ?? node).join(", ") });
}
