/** Buttons for the view at the left, the map at the right. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconFocusCentered, IconMap2, IconMinus, IconPlus, IconSitemap } from "@tabler/icons-react";
import { MiniMap, Panel, useStore, type ReactFlowState } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import type { FlowNode } from "./flow";
import type { CanvasHandle } from "./types";
import classes from "./canvas.module.css";

/** Above this many steps the map costs more than it shows. */
const MAP_LIMIT = 1500;
/** In a narrower canvas (pixels) it would lie on the cards, so it is shown only when asked for. */
const MAP_ROOM = 480;
/** From here on (pixels) it may be large. */
const LARGE_MAP_ROOM = 800;

interface CanvasToolsProps {
  readonly handle: CanvasHandle;
  readonly count: number;
  readonly onTidy: (() => void) | undefined;
}

const hasRoom = ({ width }: ReactFlowState) => width >= MAP_ROOM;
const hasLargeRoom = ({ width }: ReactFlowState) => width >= LARGE_MAP_ROOM;

export function CanvasTools({ handle, count, onTidy }: CanvasToolsProps) {
  const { t } = useTranslation("canvas");
  const isWide = useStore(hasRoom);
  const isLarge = useStore(hasLargeRoom);
  const [chosen, setChosen] = useLocalStorage<boolean | null>({ key: "canvas.map", defaultValue: null, getInitialValueInEffect: false });
  const isMapShown = chosen ?? isWide;
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
        {count <= MAP_LIMIT && (
          <Tooltip label={t("map")}>
            <ActionIcon
              variant={isMapShown ? "light" : "default"}
              size={32}
              aria-label={t("map")}
              aria-pressed={isMapShown}
              onClick={() => {
                setChosen(!isMapShown);
              }}
            >
              <IconMap2 size={17} stroke={1.8} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Panel>
      {isMapShown && count <= MAP_LIMIT && count > 0 && (
        <MiniMap<FlowNode>
          className={classes.map}
          style={isLarge ? LARGE_MAP : SMALL_MAP}
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

const LARGE_MAP = { width: 168, height: 104 };
const SMALL_MAP = { width: 120, height: 76 };

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
