import { Button } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import {
  type ClipboardEvent, type CSSProperties, type MouseEvent, type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef, useState,
} from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "@/ui/format";
import { Folding } from "../log/groups";
import type { LogReader } from "../log/reader";
import type { Matcher } from "../log/search";
import type { LineRange } from "./lineRange";
import classes from "./LogViewer.module.css";
import { LogRow } from "./LogRow";
import { copyRows } from "./copyRows";
import { selectionIn } from "./rowSelection";
import { groupAt } from "./groupAt";
import { ScrollMarks } from "./ScrollMarks";
import { useFollow } from "./useFollow";
import { usePainted, type Repaint } from "./useLogReader";
import { useOpenAtLines } from "./useOpenAtLines";

/** Height of a row that is not wrapped, in pixels. */
const ROW_HEIGHT = 19;
/** Browsers cannot lay out more than some 33 million pixels; a longer log shows its last rows. */
const MOST_ROWS = 1_500_000;

export interface LogRowsHandle {
  /** Brings a row of the log into the middle of the view. */
  show(row: number): void;
  toStart(): void;
  toEnd(): void;
}

interface LogRowsProps {
  ref: Ref<LogRowsHandle>;
  reader: LogReader;
  repaint: Repaint;
  closed: ReadonlySet<number>;
  wrap: boolean;
  times: boolean;
  find: Matcher | null;
  hits: readonly number[];
  current: number | null;
  chosen: LineRange | null;
  label: string;
  startAtEnd: boolean;
  isOver: boolean;
  onLine(line: number, extend: boolean): void;
  onGroup(row: number): void;
}

export function LogRows(props: LogRowsProps) {
  const { reader, repaint, closed, wrap, times, find, current, chosen, label } = props;
  const { document: log } = reader;
  const painted = usePainted(repaint);
  const folding = new Folding(log.groups.all, closed, log.rowCount);
  const { t } = useTranslation("run");
  const scroller = useRef<HTMLDivElement>(null);
  const [pinned, setPinned] = useState<readonly number[]>([]);
  const [whole, setWhole] = useState<ReadonlySet<number>>(new Set());
  const base = Math.max(0, folding.count - MOST_ROWS);
  const count = folding.count - base;
  const places = pinned.map((row) => folding.placeOf(row) - base).filter((place) => place >= 0 && place < count);

  // eslint-disable-next-line react-hooks/incompatible-library -- what it returns is used here only, never handed on
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    // The ends of a selection stay on the page, so that the browser keeps what lies between them selected.
    rangeExtractor: (range: Range) => [...new Set([...defaultRangeExtractor(range), ...places])].sort((a, b) => a - b),
  });
  const size = virtual.getTotalSize();
  const follow = useFollow(scroller, {
    size,
    rows: log.rowCount,
    isGrowing: reader.state === "reading" && !props.isOver,
    initially: props.startAtEnd,
  });
  const items = virtual.getVirtualItems();
  const first = folding.rowAt(base + (virtual.range?.startIndex ?? 0));
  const last = folding.rowAt(base + (virtual.range?.endIndex ?? 0));

  // After each drawing: what is held of these rows changes outside of React.
  useEffect(() => {
    reader.lookAt(first, last);
  });
  const show = (row: number) => {
    follow.pause();
    virtual.scrollToIndex(Math.max(0, folding.placeOf(row) - base), { align: "center" });
  };
  useOpenAtLines(reader, chosen, painted, show);
  useImperativeHandle(props.ref, () => ({
    show,
    toStart: () => {
      follow.pause();
      virtual.scrollToOffset(0);
    },
    toEnd: follow.follow,
  }));

  const onSelection = useEffectEvent(() => {
    const selection = scroller.current && selectionIn(scroller.current, document.getSelection());
    const rows = selection ? [selection.start.row, selection.end.row] : [];
    if (rows.join() !== pinned.join()) setPinned(rows);
  });
  useEffect(() => {
    const listener = () => {
      onSelection();
    };
    document.addEventListener("selectionchange", listener);
    return () => {
      document.removeEventListener("selectionchange", listener);
    };
  }, []);

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const line = target?.closest<HTMLElement>("[data-number]")?.dataset.number;
    const group = target?.closest<HTMLElement>("[data-group]")?.dataset.group;
    const more = target?.closest<HTMLElement>("[data-more]")?.dataset.more;
    if (more !== undefined) setWhole(new Set([...whole, Number(more)]));
    if (line !== undefined) props.onLine(Number(line), event.shiftKey);
    if (group !== undefined) props.onGroup(Number(group));
  };

  return (
    <div className={classes.body}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="log"
        aria-live="off"
        aria-label={label}
        tabIndex={0}
        data-wrap={wrap || undefined}
        onScroll={follow.onScroll}
        onClick={onClick}
        onCopy={(event: ClipboardEvent) => {
          if (scroller.current) copyRows(event, scroller.current, reader);
        }}
      >
        {base > 0 && <p className={classes.notice}>{t("log.tooLong", { hidden: formatCount(base) })}</p>}
        <div className={classes.sizer} style={{ height: size, "--digits": `${Math.max(4, String(log.lineCount).length)}ch` } as CSSProperties}>
          {items.map((item) => {
            const row = folding.rowAt(base + item.index);
            const found = log.row(row);
            return (
              <LogRow
                key={item.key}
                measure={wrap || whole.has(row) ? virtual.measureElement : undefined}
                isWhole={whole.has(row)}
                index={item.index}
                row={row}
                top={item.start}
                look={found ?? NOT_HELD}
                time={times ? reader.timeAt(found?.start ?? Infinity) : undefined}
                find={find}
                t={t}
                isCurrent={current === row}
                isChosen={chosen !== null && found !== undefined && chosen.from <= found.number && found.number <= chosen.to}
                {...groupAt(log.groups, row, closed, found?.text)}
              />
            );
          })}
        </div>
      </div>
      <ScrollMarks rows={log.rowCount} hits={props.hits} errors={log.errors.rows} />
      {follow.unseen > 0 && (
        <Button
          size="xs"
          radius="xl"
          className={classes.unseen}
          leftSection={<IconArrowDown size={14} aria-hidden />}
          onClick={follow.follow}
        >
          {t("log.newLines", { count: follow.unseen, number: formatCount(follow.unseen) })}
        </Button>
      )}
    </div>
  );
}

const NOT_HELD = { text: "…", spans: [], number: 0, folded: false, level: null };
