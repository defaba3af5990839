/** The drawer under the canvas: problems and parameters, its tab in the address. */
import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useSearchParams } from "react-router";
import { useTranslation } from "react-i18next";
import { DrawerTabs } from "@/ui/DrawerTabs";
import { useEditor, useProblems } from "../context";
import { useDrawerFold } from "./fold";
import { ParametersTab } from "./ParametersTab";
import { ProblemsTab } from "./ProblemsTab";
import classes from "../editor.module.css";

export function Drawer() {
  const { t } = useTranslation("editor");
  const [params, setParams] = useSearchParams();
  const { isOpen, setOpen } = useDrawerFold();
  const fold = t(isOpen ? "foldDrawer" : "openDrawer");
  const Fold = isOpen ? IconChevronDown : IconChevronUp;
  const problems = useProblems();
  const count = useEditor((state) => state.history.present.parameters.length);
  return (
    <section className={classes.drawer} aria-label={t("drawer")}>
      <DrawerTabs
        label={t("drawer")}
        active={params.get("tab") ?? "problems"}
        onChange={(tab) => {
          setOpen(true);
          setParams((before) => ({ ...Object.fromEntries(before), tab }), { replace: true });
        }}
        aside={
          <ActionIcon aria-label={fold} title={fold} aria-expanded={isOpen} onClick={() => { setOpen(!isOpen); }}>
            <Fold size={16} aria-hidden />
          </ActionIcon>
        }
        tabs={[
          { id: "problems", label: t("problems.tab"), count: problems.length, content: isOpen && <ProblemsTab /> },
          { id: "parameters", label: t("parameters.tab"), count, content: isOpen && <ParametersTab /> },
        ]}
      />
    </section>
  );
}
