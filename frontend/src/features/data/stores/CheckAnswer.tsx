import { Alert } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Health } from "@/api/datastores";

/** What a datastore answered, in full. */
export function CheckAnswer({ health }: { health: Pick<Health, "state" | "code" | "message"> }) {
  const { t } = useTranslation("data");
  const isOk = health.state === "ok";
  return (
    <Alert
      role="status"
      w="100%"
      color={isOk ? "teal" : "red"}
      icon={isOk ? <IconCheck size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
      title={isOk ? t("check.answerOk") : t(`check.code.${health.code}`, t("check.answerFailing"))}
    >
      {isOk ? t("check.answerOkText") : health.message}
    </Alert>
  );
}
