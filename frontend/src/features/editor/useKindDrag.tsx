/** Dragging a kind from the palette with pointer events: mouse, pen and touch alike. */
import { createPortal } from "react-dom";
import { useState, type PointerEvent, type ReactNode } from "react";
import { CARD, KindIcon } from "@/canvas";
import type { Position } from "@/graph/document";
import type { StepKind } from "@/graph/kinds";
import { addStep } from "./actions";
import { useParts } from "./context";
import classes from "./editor.module.css";

const THRESHOLD = 5;

interface Drag {
  readonly from: Position;
  readonly at: Position;
  readonly moving: boolean;
}

export function useKindDrag(kind: StepKind): { handlers: object; ghost: ReactNode } {
  const parts = useParts();
  const [drag, setDrag] = useState<Drag | null>(null);
  const point = (event: PointerEvent): Position => ({ x: event.clientX, y: event.clientY });

  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || parts.readOnly) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: point(event), at: point(event), moving: false });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!drag) return;
      const at = point(event);
      const moving = drag.moving || Math.hypot(at.x - drag.from.x, at.y - drag.from.y) > THRESHOLD;
      setDrag({ ...drag, at, moving });
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const canvas = parts.canvas.current;
      if (drag?.moving && canvas?.contains(point(event))) {
        void addStep(parts, kind, { at: canvas.toDocument(point(event)) });
      }
      setDrag(null);
    },
    onPointerCancel: () => {
      setDrag(null);
    },
  };
  const ghost =
    drag?.moving &&
    createPortal(
      <div className={classes.ghost} style={{ left: drag.at.x - CARD.width / 2, top: drag.at.y - CARD.height / 2, ...CARD }}>
        <KindIcon name={kind.icon} />
        <b>{kind.title}</b>
      </div>,
      document.body,
    );
  return { handlers, ghost };
}
