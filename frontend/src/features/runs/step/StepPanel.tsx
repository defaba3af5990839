import { useTranslation } from "react-i18next";
import type { Attempt, StepRun } from "@/api/steps";
import { formatDuration } from "@/ui/format";
import { StatusBadge } from "@/ui/StatusBadge";
import { DrawerTabs } from "@/ui/DrawerTabs";
import { CodeTab } from "./CodeTab";
import { DataTab } from "./DataTab";
import { FilesTab } from "./FilesTab";
import { LogTab } from "./LogTab";
import { MetricsTab } from "./MetricsTab";
import { OverviewTab } from "./OverviewTab";
import { attemptShown, phasesOf } from "./attempts";
import { STEP_TABS, type StepTab } from "../page/place";
import type { SideProps } from "../RunPage";
import classes from "./StepPanel.module.css";

export interface TabProps extends SideProps {
  step: StepRun;
  /** The attempt looked at; none while the step waits, or when it runs nothing. */
  attempt: Attempt | undefined;
}

const TABS = {
  overview: OverviewTab,
  log: LogTab,
  metrics: MetricsTab,
  data: DataTab,
  files: FilesTab,
  code: CodeTab,
} satisfies Record<StepTab, (props: TabProps) => React.ReactNode>;

/** Everything about one step of the run. */
export function StepPanel(props: SideProps & { step: StepRun }) {
  const { t } = useTranslation("run");
  const { step, place, go } = props;
  const attempt = attemptShown(step, place.attempt);
  return (
    <aside className={classes.panel} aria-label={t("step.label")}>
      <header className={classes.head}>
        <h2>
          {step.name} <StatusBadge status={step.state} />
        </h2>
        <p>{attempt ? <AttemptLine attempt={attempt} /> : t(`step.line.${lineOf(step)}`)}</p>
      </header>
      <DrawerTabs
        label={t("step.tabs")}
        active={place.tab}
        onChange={(id) => { go({ tab: id as StepTab }); }}
        tabs={STEP_TABS.map((id) => {
          const Tab = TABS[id];
          return { id, label: t(`step.tab.${id}`), content: <Tab {...props} attempt={attempt} /> };
        })}
      />
    </aside>
  );
}

function AttemptLine({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation("run");
  const parts = [
    t(attempt.node ? "step.attemptOn" : "step.attempt", { number: attempt.number, node: attempt.node }),
    ...phasesOf(attempt).map(({ name, seconds }) => t(`phase.${name}`, { time: formatDuration(seconds) })),
  ];
  const line = parts.join(" · ");
  return <span title={line}>{line}</span>;
}

function lineOf(step: StepRun): "data" | "waits" | "skipped" {
  if (step.state === "NotStarted" || step.state === "Queued") return "waits";
  return step.state === "Completed" ? "data" : "skipped";
}
