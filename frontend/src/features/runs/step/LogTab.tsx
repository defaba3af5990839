import { SegmentedControl } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "@/api/workspace";
import { EmptyState } from "@/ui/States";
import { StatusIcon } from "@/ui/StatusBadge";
import { LogViewer } from "../viewer/LogViewer";
import type { TabProps } from "./StepPanel";
import classes from "./StepPanel.module.css";

/** The log of the attempt, live; older attempts beside it. */
export function LogTab({ step, attempt, place, go }: TabProps) {
  const { t } = useTranslation("run");
  const workspace = useWorkspace();
  if (!attempt || attempt.state === "Queued") {
    const why = step.state === "Completed" ? "noneData" : ["NotStarted", "Queued"].includes(step.state) ? "noneText" : "noneSkipped";
    return (
      <EmptyState icon={IconFileText} title={t("log.none")}>
        {t(`log.${why}`)}
      </EmptyState>
    );
  }
  return (
    <div className={classes.filling}>
      {step.attempts.length > 1 && (
        <div className={classes.attempts}>
          <SegmentedControl
            size="xs"
            aria-label={t("log.attempts")}
            value={String(attempt.number)}
            onChange={(value) => { go({ attempt: Number(value) }); }}
            data={step.attempts.map(({ number, state }) => ({
              value: String(number),
              label: (
                <span className={classes.attempt}>
                  <StatusIcon status={state} size={14} /> {t("log.attempt", { number })}
                </span>
              ),
            }))}
          />
        </div>
      )}
      <LogViewer workspace={workspace.id} attempt={attempt} lines={place.lines} onLines={(lines) => { go({ lines }); }} />
    </div>
  );
}
