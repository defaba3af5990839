import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, useRouteError } from "react-router";
import { ErrorState } from "../ui/States";
import { NotFound } from "./NotFound";

/** What stands where a page threw. A new version of the studio on the server is the usual reason for a missing chunk. */
export function PageFailed() {
  const { t } = useTranslation("app");
  const reason = useRouteError();
  if (isRouteErrorResponse(reason) && reason.status === 404) return <NotFound />;
  const error = reason instanceof Error ? reason : new Error(String(reason));
  return (
    <ErrorState
      title={t("failed.title")}
      error={error}
      actions={<Button onClick={() => location.reload()}>{t("failed.reload")}</Button>}
    />
  );
}
