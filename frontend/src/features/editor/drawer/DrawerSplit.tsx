/** The canvas above, the drawer below: drawn up or down, or folded to its tabs; remembered in this browser. */
import { Splitter } from "@mantine/core";
import { useLocalStorage, type SplitterPaneSize } from "@mantine/hooks";
import { useState, type ReactNode } from "react";
import { useProblems } from "../context";
import { DrawerFoldContext } from "./fold";
import classes from "../editor.module.css";

const FOLDED = 40;
const NORMAL = 210;

export function DrawerSplit({ children, drawer }: { children: ReactNode; drawer: ReactNode }) {
  const problems = useProblems();
  const [height, setHeight] = useLocalStorage({ key: "designer.drawer.height", defaultValue: NORMAL, getInitialValueInEffect: false });
  const [chosen, setChosen] = useLocalStorage<boolean | null>({ key: "designer.drawer.open", defaultValue: null, getInitialValueInEffect: false });
  // Without a choice: open where there is something to put right when the page opens.
  const [atStart] = useState(problems.length > 0);
  const isOpen = chosen ?? atStart;
  const size: SplitterPaneSize = `${isOpen ? height : FOLDED}px`;
  const resize = (sizes: SplitterPaneSize[]) => {
    const next = Math.round(Number.parseFloat(String(sizes[1])));
    setChosen(next > FOLDED + 24);
    if (next > FOLDED + 24) setHeight(next);
  };
  return (
    <DrawerFoldContext value={{ isOpen, setOpen: setChosen }}>
      <Splitter
        orientation="vertical"
        className={classes.split}
        lineSize={1}
        withHandle={false}
        sizes={[100, size]}
        onSizeChange={resize}
        step="16px"
        shiftStep="64px"
      >
        <Splitter.Pane defaultSize={100} min="120px" className={classes.above}>
          {children}
        </Splitter.Pane>
        <Splitter.Pane defaultSize={size} min={`${FOLDED}px`} max="720px" className={classes.below}>
          {drawer}
        </Splitter.Pane>
      </Splitter>
    </DrawerFoldContext>
  );
}
