import { Anchor, Button } from "@mantine/core";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "@/api/runs";
import { CopyId } from "@/ui/CopyButton";
import { formatMoment } from "@/ui/format";
import { StatusBadge } from "@/ui/StatusBadge";
import { Duration } from "@/ui/Time";
import type { SideProps } from "../RunPage";
import { reasonSentence } from "../reasons";
import { Facts } from "@/ui/Facts";
import { Notice } from "../step/Notice";
import classes from "../step/StepPanel.module.css";
import { authorOf, Origin } from "./RunTopBar";
import { checkoutOf } from "./checkout";
import { firstFailed } from "./walk";

/** The run as a whole: what the side shows while no step is selected. */
export function RunSummary({ run, select }: SideProps) {
  const { t } = useTranslation("run");
  return (
    <aside className={classes.panel} aria-label={t("summary.label")}>
      <header className={classes.head}>
        <h2>
          {run.name || t("title", { number: run.number })} <StatusBadge status={run.state} />
        </h2>
        <p>{t("summary.hint")}</p>
      </header>
      <div className={classes.scroll}>
        <Failure run={run} select={select} />
        {run.description && <p className={classes.prose}>{run.description}</p>}
        <Facts
          facts={[
            [t("summary.experiment"), run.experiment],
            [t("summary.duration"), <Duration key="d" startedAt={run.started_at} endedAt={run.ended_at} seconds={run.duration_s} />],
            [t("summary.created"), t("summary.createdBy", { at: formatMoment(run.created_at), name: authorOf(t, run) })],
            ...(run.rerun_of || run.published || run.draft ? [[t("summary.origin"), <Origin key="o" run={run} />] as const] : []),
            [t("summary.onFailure"), t(run.continue_on_step_failure ? "summary.continue" : "summary.stop")],
            ...checkoutFacts(t, run),
            ...Object.entries(run.tags).map(([name, value]): [string, string] => [t("summary.tag", { name }), value]),
            [t("summary.id"), <CopyId key="id" id={run.id} />],
          ]}
        />
        <h3>{t("summary.parameters")}</h3>
        {Object.keys(run.parameters).length === 0 ? (
          <p className={classes.quiet}>{t("summary.noParameters")}</p>
        ) : (
          <Facts
            facts={Object.entries(run.parameters).map(([name, value]) => [name, <code key={name}>{JSON.stringify(value)}</code>])}
          />
        )}
      </div>
    </aside>
  );
}

function checkoutFacts(t: TFunction<"run">, run: Run): (readonly [string, ReactNode])[] {
  const checkout = checkoutOf(run);
  if (!checkout) return [];
  const { repository, link, branch, commit, isDirty } = checkout;
  const name = link ? (
    <Anchor key="r" href={link} target="_blank" rel="noreferrer" fz="inherit">
      {repository}
    </Anchor>
  ) : (
    repository
  );
  return [
    [t("summary.repository"), name],
    ...(branch ? [[t("summary.branch"), branch] as const] : []),
    ...(commit ? [[t("summary.commit"), <CopyId key="c" id={commit} />] as const] : []),
    ...(isDirty ? [[t("summary.changes"), t("summary.dirty")] as const] : []),
  ];
}

function Failure({ run, select }: Pick<SideProps, "run" | "select">) {
  const { t } = useTranslation("run");
  const failed = firstFailed(run);
  const reason = failed?.reason ?? run.reason;
  if (run.state !== "Failed" && !failed) return null;
  return (
    <Notice isBad title={failed ? t("summary.failedAt", { step: failed.name }) : t("summary.failed")}>
      {reason && <p className={classes.sentence}>{reasonSentence(t, reason, namesOf(run))}</p>}
      {failed && (
        <Button size="xs" variant="default" onClick={() => { select(failed.node_id); }}>
          {t("summary.showFailed")}
        </Button>
      )}
    </Notice>
  );
}

/** Titles of the steps by both of their ids. */
export function namesOf({ steps }: Pick<Run, "steps">): ReadonlyMap<string, string> {
  return new Map(steps.flatMap((step) => [[step.node_id, step.name], [step.id, step.name]] as const));
}

export function StepLink({ name, onClick }: { name: string; onClick(): void }) {
  return (
    <Anchor component="button" type="button" fz="inherit" onClick={onClick}>
      {name}
    </Anchor>
  );
}
