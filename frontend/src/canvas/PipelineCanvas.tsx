/** The canvas: steps, edges and notes of a document, live statuses on them, and every gesture told upwards. */
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, SelectionMode } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useTranslation } from "react-i18next";
import { useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { CanvasTools } from "./CanvasTools";
import { ConnectionHint } from "./ConnectionHint";
import { CanvasActionsContext, HeldEdgeContext } from "./context";
import { FarEdges } from "./FarEdges";
import { DataEdge, RunAfterEdge } from "./FlowEdge";
import { Projection, type EdgeName, type FlowEdge, type FlowNode } from "./flow";
import { GRID } from "./geometry";
import { NoteNode } from "./NoteNode";
import { cardId, StepNode } from "./StepNode";
import type { PipelineCanvasProps, Selection, Target } from "./types";
import { selectChanges, selectionAfter, useConnecting, useMoves } from "./useGestures";
import { FIT, useCanvasHandle } from "./useHandle";
import { viewKey } from "./viewKeys";
import { useDetail } from "./zoom";
import classes from "./canvas.module.css";

const nodeTypes = { step: StepNode, note: NoteNode };
const edgeTypes = { data: DataEdge, run_after: RunAfterEdge };

export function PipelineCanvas(props: PipelineCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas(props: PipelineCanvasProps) {
  const { document, kinds, selection, statuses, readOnly = false, renaming = null, label, children, ref } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [projection] = useState(() => new Projection());
  // Fitting waits for the first node: on an empty canvas it would make the view jump under the hand that adds one.
  const [fitsAtStart] = useState(document.nodes.length + document.notes.length > 0);
  const [over, setOver] = useState<string | null>(null);
  const { moving, setMoving, follow: followMoves } = useMoves(props);
  const { handle, spotAt, follow: followPointer } = useCanvasHandle(ref, frame, setMoving);
  const connecting = useConnecting(props, spotAt);
  const select = useSelect(props);

  const scene = { document, kinds, selection, statuses, readOnly, moving };
  const edgeName = useEdgeName();
  const detail = useDetail();
  const isFar = detail === "far";
  const actions = {
    readOnly,
    renaming,
    rename: (id: string, title: string | null) => props.onRename?.(id, title),
    changeNote: (id: string, change: Parameters<NonNullable<typeof props.onChangeNote>>[1]) =>
      props.onChangeNote?.(id, change),
  };
  const openMenu = (target: Target) => (event: MouseEvent | globalThis.MouseEvent) => {
    event.preventDefault();
    props.onMenu?.(target, spotAt({ x: event.clientX, y: event.clientY }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    delete frame.current?.dataset.byPointer;
    if (viewKey(event, props, handle)) event.preventDefault();
  };
  const active = selection.nodes.at(-1);

  return (
    <div
      ref={frame}
      className={classes.frame}
      data-detail={detail}
      data-connecting={connecting.held?.kind}
      onPointerMove={(event) => {
        followPointer({ x: event.clientX, y: event.clientY });
      }}
      onPointerDown={(event) => {
        // The browser would ring the canvas after a click too, because the focus is given by hand.
        event.currentTarget.dataset.byPointer = "";
        if (!(event.target as Element).closest("input, textarea, button")) handle.focus();
      }}
      onDoubleClick={(event) => {
        const onPane = (event.target as Element).classList.contains("react-flow__pane");
        if (onPane && !readOnly) props.onAddAt?.(spotAt({ x: event.clientX, y: event.clientY }));
      }}
    >
      <CanvasActionsContext value={actions}>
        <HeldEdgeContext value={connecting.held}>
          <ReactFlow<FlowNode, FlowEdge>
            // React Flow gives its element the role "application"; name, focus and keys belong to the same one.
            className={classes.flow}
            aria-label={label}
            aria-activedescendant={active && cardId(active)}
            tabIndex={0}
            onKeyDown={onKeyDown}
            nodes={projection.nodes(scene)}
            edges={isFar ? NO_EDGES : projection.edges(scene, edgeName)}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={(changes) => {
              followMoves(changes);
              select(selectChanges(changes), []);
            }}
            onEdgesChange={(changes) => {
              select([], selectChanges(changes));
            }}
            onConnectStart={connecting.onConnectStart}
            onConnectEnd={connecting.onConnectEnd}
            onConnect={connecting.onConnect}
            isValidConnection={connecting.isValidConnection}
            onNodeMouseEnter={(_, node) => {
              if (connecting.held) setOver(node.id);
            }}
            onNodeMouseLeave={() => {
              setOver(null);
            }}
            onNodeDoubleClick={(_, node) => {
              if (node.type === "step") props.onOpen?.(node.id);
            }}
            onPaneContextMenu={openMenu({ kind: "canvas" })}
            onNodeContextMenu={(event, node) => {
              openMenu({ kind: node.type === "note" ? "note" : "node", id: node.id })(event);
            }}
            onSelectionContextMenu={openMenu({ kind: "canvas" })}
            onEdgeContextMenu={(event, edge) => {
              openMenu({ kind: "edge", id: edge.id })(event);
            }}
            colorMode="light"
            minZoom={0.08}
            maxZoom={2}
            fitView={fitsAtStart}
            fitViewOptions={FIT}
            onlyRenderVisibleElements
            nodesConnectable={!readOnly}
            nodesFocusable={false}
            edgesFocusable={false}
            edgesReconnectable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={MULTI_KEYS}
            selectionOnDrag={!readOnly}
            selectionMode={SelectionMode.Partial}
            panOnDrag={readOnly ? true : MIDDLE_BUTTON}
            panOnScroll
            zoomOnDoubleClick={false}
            snapToGrid
            snapGrid={SNAP}
            nodeDragThreshold={3}
            connectionRadius={24}
            proOptions={NO_ATTRIBUTION}
          >
            <Background variant={BackgroundVariant.Dots} gap={20} size={1.6} color="var(--st-dot)" />
            {isFar && <FarEdges document={document} kinds={kinds} moving={moving} chosen={selection.nodes} />}
            <CanvasTools handle={handle} count={document.nodes.length} onTidy={props.onTidy} />
            <ConnectionHint document={document} kinds={kinds} over={over} />
          </ReactFlow>
          {children}
        </HeldEdgeContext>
      </CanvasActionsContext>
    </div>
  );
}

function useEdgeName(): EdgeName {
  const { t } = useTranslation("canvas");
  return (kind, source, target, port) => t(`edge.${kind}`, { source, target, port });
}

const NO_EDGES: FlowEdge[] = [];
const MULTI_KEYS = ["Shift", "Meta", "Control"];
const MIDDLE_BUTTON = [1];
const SNAP: [number, number] = [GRID, GRID];
const NO_ATTRIBUTION = { hideAttribution: true };

/** React Flow tells of nodes and edges one after the other in the same event: the second builds on the first. */
function useSelect({ selection, document, onSelect }: PipelineCanvasProps) {
  const latest = useRef<{ base: Selection; next: Selection } | null>(null);
  return (nodes: Parameters<typeof selectionAfter>[2], edges: Parameters<typeof selectionAfter>[3]) => {
    if (nodes.length === 0 && edges.length === 0) return;
    const before = latest.current?.base === selection ? latest.current.next : selection;
    const next = selectionAfter(before, new Set(document.notes.map((note) => note.id)), nodes, edges);
    latest.current = { base: selection, next };
    onSelect?.(next);
  };
}
