/** Dragging something from the palette onto the canvas with pointer events: mouse, pen and touch alike. */
import { createPortal } from "react-dom";
import { useRef, useState, type MouseEvent, type PointerEvent, type ReactNode } from "react";
import { CARD, KindIcon } from "@/canvas";
import type { Position } from "@/graph/document";
import { useParts } from "./context";
import classes from "./editor.module.css";

const THRESHOLD = 5;

interface Drag {
  readonly from: Position;
  readonly at: Position;
  readonly moving: boolean;
}

interface Dragged {
  readonly icon: string;
  readonly title: string;
  /** Let go over the canvas, at a point of the document. */
  onDrop(at: Position): void;
}

export function useDrag({ icon, title, onDrop }: Dragged): { handlers: object; ghost: ReactNode } {
  const parts = useParts();
  const [drag, setDrag] = useState<Drag | null>(null);
  const wasDragged = useRef(false);
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
      if (drag?.moving && canvas?.contains(point(event))) onDrop(canvas.toDocument(point(event)));
      wasDragged.current = drag?.moving ?? false;
      setDrag(null);
    },
    // The end of a drag is a click to the browser, of the element that holds the pointer.
    onClickCapture: (event: MouseEvent) => {
      if (wasDragged.current) event.stopPropagation();
      wasDragged.current = false;
    },
    onPointerCancel: () => {
      setDrag(null);
    },
  };
  const ghost =
    drag?.moving &&
    createPortal(
      <div className={classes.ghost} style={{ left: drag.at.x - CARD.width / 2, top: drag.at.y - CARD.height / 2, ...CARD }}>
        <KindIcon name={icon} />
        <b>{title}</b>
      </div>,
      document.body,
    );
  return { handlers, ghost };
}
