import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MadeBy } from "@/api/models";
import { routes } from "@/api/routes";
import { useWorkspace } from "@/api/workspace";

/** The run and step that made a version. */
export function MadeByLink({ run }: { run: MadeBy }) {
  const { t } = useTranslation("assets");
  const ws = useWorkspace().name;
  return (
    <Anchor component={Link} to={routes.run(ws, run.id)} fz="inherit">
      {t("madeBy", { number: run.number, step: run.step_name })}
    </Anchor>
  );
}
