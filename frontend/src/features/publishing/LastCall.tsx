import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PublishedPipeline } from "../../api/published";
import { routes } from "../../api/routes";
import { useWorkspace } from "../../api/workspace";
import { StatusBadge } from "../../ui/StatusBadge";
import { RelativeTime } from "../../ui/Time";

/** How the newest call went; for a disabled one, what was refused since. */
export function LastCall({ pipeline }: { pipeline: PublishedPipeline }) {
  const { t } = useTranslation("publishing");
  const ws = useWorkspace().name;
  const run = pipeline.last_run;
  if (pipeline.status === "Disabled" && pipeline.refused_count > 0) {
    return (
      <>
        <StatusBadge status="Refused" />
        <Text fz="xs" c="var(--st-ink-2)">
          {t("refused", { count: pipeline.refused_count })}
        </Text>
      </>
    );
  }
  if (!run) return <Text c="var(--st-ink-3)">{t("neverCalled")}</Text>;
  return (
    <>
      <StatusBadge status={run.state} />
      <Text fz="xs" c="var(--st-ink-2)">
        <Anchor component={Link} to={routes.run(ws, run.id)} fz="xs">
          {t("run", { number: run.number })}
        </Anchor>
        {" · "}
        <RelativeTime at={run.created_at} />
      </Text>
    </>
  );
}
