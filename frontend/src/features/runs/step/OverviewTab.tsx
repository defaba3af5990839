import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunReason } from "@/api/runs";
import { CopyIcon, CopyId } from "@/ui/CopyButton";
import { formatMoment } from "@/ui/format";
import { Duration } from "@/ui/Time";
import { namesOf, StepLink } from "../page/RunSummary";
import { stepOf } from "../page/walk";
import { reasonAdvice, reasonMessage, reasonSentence } from "../reasons";
import { Facts } from "@/ui/Facts";
import { Notice } from "./Notice";
import { ReasonCard } from "./ReasonCard";
import type { TabProps } from "./StepPanel";
import classes from "./StepPanel.module.css";
import { TailText } from "./TailText";

/** What the step came to and why, with the end of its log when it failed. */
export function OverviewTab(props: TabProps) {
  const { t } = useTranslation("run");
  const { step, attempt, kinds } = props;
  const reason = step.reason ?? attempt?.reason ?? null;
  return (
    <div className={classes.scroll}>
      {reason && reason.code !== "LeftOut" && <Why {...props} reason={reason} />}
      {step.why && <ReasonCard why={step.why} />}
      <Facts
        facts={[
          [t("overview.kind"), kinds[step.kind]?.title ?? step.kind],
          ...(step.waits_for.length > 0 && step.state === "NotStarted" ? [[t("overview.waits"), <Waits key="w" {...props} />] as const] : []),
          [t("overview.duration"), <Duration key="d" startedAt={step.started_at} endedAt={step.ended_at} seconds={step.duration_s} />],
          ...(attempt ? attemptFacts(t, attempt, step.attempt_count) : []),
          [t("overview.id"), <CopyId key="id" id={step.id} />],
        ]}
      />
      {step.arguments.length > 0 && (
        <>
          <h3>
            {t(attempt?.started_at ? "overview.arguments" : "overview.argumentsToBe")} <CopyIcon text={step.arguments.map(shellWord).join(" ")} label={t("overview.copyArguments")} />
          </h3>
          <pre className={classes.command}>{step.arguments.map(shellWord).join("\n")}</pre>
        </>
      )}
    </div>
  );
}

function Why({ run, step, attempt, go, reason }: TabProps & { reason: RunReason }) {
  const { t } = useTranslation("run");
  const isFailure = step.state === "Failed";
  const message = reasonMessage(reason);
  const tail = attempt?.log_tail ?? [];
  return (
    <Notice isBad={isFailure} title={reasonSentence(t, reason, namesOf(run))}>
      {message && <p className={classes.sentence}>{message}</p>}
      <p className={classes.sentence}>{reasonAdvice(t, reason)}</p>
      {isFailure && tail.length > 0 && <TailText lines={tail} label={t("overview.tail")} />}
      {isFailure && attempt && (
        <Button size="xs" variant="default" onClick={() => { go({ tab: "log" }); }}>
          {t("overview.openLog")}
        </Button>
      )}
    </Notice>
  );
}

function Waits({ run, step, select }: TabProps) {
  return (
    <>
      {step.waits_for.map((node, at) => (
        <span key={node}>
          {at > 0 && ", "}
          <StepLink name={stepOf(run, node)?.name ?? node} onClick={() => { select(node); }} />
        </span>
      ))}
    </>
  );
}

type Words = ReturnType<typeof useTranslation<"run">>["t"];

function attemptFacts(t: Words, attempt: NonNullable<TabProps["attempt"]>, count: number): [string, string][] {
  return [
    [t("overview.attempt"), t("overview.attemptOf", { number: attempt.number, count: Math.max(count, attempt.number) })],
    ...(attempt.node ? [[t("overview.node"), attempt.node] as [string, string]] : []),
    ...(attempt.started_at ? [[t("overview.started"), formatMoment(attempt.started_at)] as [string, string]] : []),
    ...(attempt.ended_at ? [[t("overview.ended"), formatMoment(attempt.ended_at)] as [string, string]] : []),
    ...(attempt.exit_code !== null ? [[t("overview.exitCode"), String(attempt.exit_code)] as [string, string]] : []),
    ...(attempt.signal !== null ? [[t("overview.signal"), String(attempt.signal)] as [string, string]] : []),
  ];
}

/** An argument as a shell would need it, so that a copied command means the same. */
export function shellWord(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
