import { Button } from "@mantine/core";
import { IconMapSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { routes } from "../api/routes";
import { EmptyState } from "../ui/States";
import { TopBar } from "../ui/TopBar";

export function NotFound() {
  const { t } = useTranslation("app");
  return (
    <>
      <TopBar title={t("notFound.title")} />
      <EmptyState
        icon={IconMapSearch}
        title={t("notFound.title")}
        actions={
          <Button component={Link} to={routes.home()}>
            {t("notFound.home")}
          </Button>
        }
      >
        {t("notFound.text")}
      </EmptyState>
    </>
  );
}
