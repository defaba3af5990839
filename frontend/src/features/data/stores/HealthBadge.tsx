import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconHelp, IconLoader2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Health } from "@/api/datastores";
import { ToneBadge } from "@/ui/StatusBadge";
import type { StatusLook } from "@/ui/status";

const looks: Record<Health["state"] | "unknown", StatusLook> = {
  ok: { tone: "ok", icon: IconCheck },
  failing: { tone: "bad", icon: IconAlertTriangle },
  unknown: { tone: "mute", icon: IconHelp },
};
const checking: StatusLook = { tone: "run", icon: IconLoader2, isBusy: true };

/** Whether a datastore answered when it was last asked. */
export function HealthBadge({ health, isChecking }: { health: Health | null; isChecking?: boolean }) {
  const { t } = useTranslation("data");
  const state = health?.state ?? "unknown";
  if (isChecking) return <ToneBadge {...checking}>{t("health.checking")}</ToneBadge>;
  const badge = (
    <ToneBadge {...looks[state]} data-status={state}>
      {t(`health.${state}`)}
    </ToneBadge>
  );
  return health?.message ? (
    <Tooltip label={health.message} multiline maw={420}>
      <span>{badge}</span>
    </Tooltip>
  ) : (
    badge
  );
}
