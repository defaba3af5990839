import { useTranslation } from "react-i18next";
import type { Run } from "@/api/runs";
import { DrawerTabs } from "@/ui/DrawerTabs";
import type { DrawerTab, Go, Place } from "../page/place";
import { EventsView } from "./EventsView";
import { StepsTable } from "./StepsTable";
import { CriticalPath, TimelineView } from "./TimelineView";

interface DrawerProps {
  run: Run;
  place: Place;
  go: Go;
  select(node: string | undefined, change?: Partial<Place>): void;
}

/** Below the canvas: the same steps as a table, over time, and as the list of what happened. */
export function Drawer({ run, place, go, select }: DrawerProps) {
  const { t } = useTranslation("run");
  return (
    <DrawerTabs
      label={t("drawer.label")}
      active={place.drawer}
      onChange={(id) => { go({ drawer: id as DrawerTab }); }}
      aside={place.drawer === "timeline" && <CriticalPath run={run} />}
      tabs={[
        { id: "steps", label: t("drawer.steps"), count: run.steps.length, content: <StepsTable run={run} selected={place.step} select={select} /> },
        { id: "timeline", label: t("drawer.timeline"), content: <TimelineView run={run} selected={place.step} select={select} /> },
        { id: "events", label: t("drawer.events"), content: <EventsView run={run} select={select} /> },
      ]}
    />
  );
}
