/** Buttons for the view at the left, the map at the right. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import { MiniMap, Panel } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import type { FlowNode } from "./flow";
import type { CanvasHandle } from "./types";
import classes from "./canvas.module.css";

/** Above this many steps the map costs more than it shows. */
const MAP_LIMIT = 1500;

export function CanvasTools({ handle, count }: { handle: CanvasHandle; count: number }) {
  const { t } = useTranslation("canvas");
  const tools = [
    { name: t("zoomIn"), key: "+", icon: IconPlus, run: handle.zoomIn },
    { name: t("zoomOut"), key: "-", icon: IconMinus, run: handle.zoomOut },
    { name: t("fit"), key: "1", icon: IconFocusCentered, run: handle.fit },
  ];
  return (
    <>
      <Panel position="bottom-left" className={classes.tools} role="toolbar" aria-label={t("tools")}>
        {tools.map(({ name, key, icon: Icon, run }) => (
          <Tooltip key={key} label={t("key", { action: name, key })}>
            <ActionIcon variant="default" size={32} aria-label={name} onClick={run}>
              <Icon size={17} stroke={1.8} aria-hidden />
            </ActionIcon>
          </Tooltip>
        ))}
      </Panel>
      {count <= MAP_LIMIT && count > 0 && (
        <MiniMap<FlowNode>
          className={classes.map}
          style={MAP_SIZE}
          pannable
          zoomable
          ariaLabel={t("minimap")}
          nodeColor={mapColor}
          nodeBorderRadius={8}
          maskColor="var(--canvas-mask)"
          maskStrokeColor="var(--st-accent)"
          maskStrokeWidth={2}
        />
      )}
    </>
  );
}

const MAP_SIZE = { width: 168, height: 104 };

function mapColor(node: FlowNode): string {
  if (node.type === "note") return "var(--st-note)";
  if (node.selected) return "var(--st-accent)";
  const tone = node.data.status?.tone;
  if (!tone || tone === "mute") return "var(--st-line-strong)";
  return tone === "run" ? "var(--st-accent)" : `var(--st-${tone})`;
}
