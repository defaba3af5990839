/** The frame that the designer and the run page share: left, centre, right, and a drawer under the centre. */
import { Splitter } from "@mantine/core";
import type { SplitterPaneSize } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import classes from "./Frame.module.css";

interface FrameProps {
  /** Sizes are remembered under this name, in this browser. */
  name: string;
  left?: ReactNode;
  right?: ReactNode;
  drawer?: ReactNode;
  children: ReactNode;
  leftSize?: number;
  rightSize?: number;
  drawerSize?: number;
}

function remembered(key: string): SplitterPaneSize[] | undefined {
  const text = localStorage.getItem(key);
  if (text === null) return undefined;
  try {
    const sizes: unknown = JSON.parse(text);
    return Array.isArray(sizes) ? (sizes as SplitterPaneSize[]) : undefined;
  } catch (reason) {
    if (reason instanceof SyntaxError) return undefined;
    throw reason;
  }
}

/** Sizes of a row of panes in pixels, kept in local storage. Another number of panes is another memory. */
function useSizes(name: string, count: number) {
  const key = `frame.${name}.${count}`;
  const [initial] = useState(() => {
    const sizes = remembered(key);
    return sizes?.length === count ? sizes : undefined;
  });
  return { initial, onResizeEnd: (_: number, sizes: SplitterPaneSize[]) => localStorage.setItem(key, JSON.stringify(sizes)) };
}

export function Frame({ name, left, right, drawer, children, leftSize = 264, rightSize = 372, drawerSize = 230 }: FrameProps) {
  const shown = [left && "left", "centre", right && "right"].filter(Boolean).join("-");
  return (
    <Columns key={shown} name={`${name}.${shown}`} left={left} right={right} leftSize={leftSize} rightSize={rightSize}>
      {drawer ? (
        <Rows name={name} drawer={drawer} drawerSize={drawerSize}>
          {children}
        </Rows>
      ) : (
        <div className={classes.centre} style={{ height: "100%" }}>
          {children}
        </div>
      )}
    </Columns>
  );
}

type ColumnsProps = Required<Pick<FrameProps, "name" | "leftSize" | "rightSize" | "children">> & Pick<FrameProps, "left" | "right">;

function Columns({ name, left, right, leftSize, rightSize, children }: ColumnsProps) {
  const count = 1 + Number(Boolean(left)) + Number(Boolean(right));
  const { initial, onResizeEnd } = useSizes(name, count);
  if (count === 1) return <div className={classes.frame}>{children}</div>;
  const size = (at: number, normal: SplitterPaneSize): SplitterPaneSize => initial?.[at] ?? normal;
  const centreAt = left ? 1 : 0;
  return (
    <Splitter className={classes.frame} lineSize={1} withHandle={false} onResizeEnd={onResizeEnd} step="16px" shiftStep="64px">
      {left && (
        <Splitter.Pane defaultSize={size(0, `${leftSize}px`)} min="180px" max="480px" className={classes.side}>
          {left}
        </Splitter.Pane>
      )}
      <Splitter.Pane defaultSize={size(centreAt, 100)} min="240px">
        {children}
      </Splitter.Pane>
      {right && (
        <Splitter.Pane defaultSize={size(centreAt + 1, `${rightSize}px`)} min="280px" max="1400px" className={classes.side}>
          {right}
        </Splitter.Pane>
      )}
    </Splitter>
  );
}

type RowsProps = Required<Pick<FrameProps, "name" | "drawer" | "drawerSize" | "children">>;

function Rows({ name, drawer, drawerSize, children }: RowsProps) {
  const { initial, onResizeEnd } = useSizes(`${name}.rows`, 2);
  return (
    <Splitter
      orientation="vertical" className={classes.frame} lineSize={1} withHandle={false} onResizeEnd={onResizeEnd}
      step="16px" shiftStep="64px"
    >
      <Splitter.Pane defaultSize={initial?.[0] ?? 100} min="120px" className={classes.centre}>
        {children}
      </Splitter.Pane>
      <Splitter.Pane defaultSize={initial?.[1] ?? `${drawerSize}px`} min="38px" max="720px" className={classes.side}>
        {drawer}
      </Splitter.Pane>
    </Splitter>
  );
}
