/** Buttons for the view at the left, the map at the right. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFocusCentered, IconMinus, IconPlus, IconSitemap } from "@tabler/icons-react";
import { MiniMap, Panel, useStore, type ReactFlowState } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import type { FlowNode } from "./flow";
import type { CanvasHandle } from "./types";
import classes from "./canvas.module.css";

/** Above this many steps the map costs more than it shows. */
const MAP_LIMIT = 1500;
/** In a narrower canvas (pixels) it would lie on the cards. */
const MAP_ROOM = 680;

interface CanvasToolsProps {
  readonly handle: CanvasHandle;
  readonly count: number;
  readonly onTidy: (() => void) | undefined;
}

const hasRoom = ({ width }: ReactFlowState) => width >= MAP_ROOM;

export function CanvasTools({ handle, count, onTidy }: CanvasToolsProps) {
  const { t } = useTranslation("canvas");
  const isWide = useStore(hasRoom);
  const tools = [
    { name: t("zoomIn"), key: "+", icon: IconPlus, run: handle.zoomIn },
    { name: t("zoomOut"), key: "-", icon: IconMinus, run: handle.zoomOut },
    { name: t("fit"), key: "1", icon: IconFocusCentered, run: handle.fit },
    ...(onTidy ? [{ name: t("tidy"), key: "Shift+Alt+T", icon: IconSitemap, run: onTidy }] : []),
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
      {isWide && count <= MAP_LIMIT && count > 0 && (
        <MiniMap<FlowNode>
          className={classes.map}
          style={MAP_SIZE}
          pannable
          zoomable
          ariaLabel={t("minimap")}
          nodeColor={mapColor}
          nodeStrokeColor={mapStroke}
          nodeStrokeWidth={14}
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

/** Selection is an outline, so that it hides no status. */
function mapStroke(node: FlowNode): string {
  return node.selected ? "var(--st-ink)" : "transparent";
}

function mapColor(node: FlowNode): string {
  if (node.type === "note") return "var(--st-note)";
  const tone = node.data.status?.tone;
  if (!tone || tone === "mute") return "var(--st-line-strong)";
  return tone === "run" ? "var(--st-accent)" : `var(--st-${tone})`;
}
