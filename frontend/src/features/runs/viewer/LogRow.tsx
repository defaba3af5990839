import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { memo, type Ref } from "react";
import { formatCount } from "@/ui/format";
import { formatClock } from "../clockTime";
import type { Level, Span } from "../log/row";
import type { Matcher } from "../log/search";
import { LogText } from "./LogText";
import classes from "./LogViewer.module.css";

export interface RowLook {
  text: string;
  spans: readonly Span[];
  number: number;
  folded: boolean;
  level: Level | null;
}

interface LogRowProps {
  row: number;
  look: RowLook;
  top: number;
  /** Epoch milliseconds; null when unknown, undefined when times are not shown. */
  time: number | null | undefined;
  find: Matcher | null;
  isCurrent: boolean;
  isChosen: boolean;
  group: { isOpen: boolean; title: string; lines: number } | null;
  depth: number;
  measure: Ref<HTMLDivElement> | undefined;
  index: number;
  /** Whether all of a very long row is shown. */
  isWhole: boolean;
  /** Handed down: to look it up anew for each row takes longer than to draw the row. */
  t: TFunction<"run">;
}

/** How much of a row is shown until more is asked for: a page of long rows would take the browser seconds to lay out. */
const SHOWN = 1_000;

export function LogRow(props: LogRowProps) {
  const { row, look, top, index, measure, isChosen, isCurrent } = props;
  return (
    <div
      ref={measure}
      className={classes.row}
      data-row={row}
      data-index={index}
      data-level={look.level ?? undefined}
      data-chosen={isChosen || undefined}
      data-current={isCurrent || undefined}
      data-whole={props.isWhole || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <RowContent
        {...look}
        row={row}
        time={props.time}
        find={props.find}
        isOpen={props.group?.isOpen}
        title={props.group?.title}
        lines={props.group?.lines}
        depth={props.depth}
        isWhole={props.isWhole}
        t={props.t}
      />
    </div>
  );
}

interface RowContentProps extends RowLook, Pick<LogRowProps, "time" | "find" | "row" | "depth" | "isWhole" | "t"> {
  isOpen: boolean | undefined;
  title: string | undefined;
  lines: number | undefined;
}

const RowContent = memo(function RowContent(props: RowContentProps) {
  const { text, spans, number, folded, time, find, isOpen, title, lines, row, depth, isWhole, t } = props;
  const hidden = isWhole ? 0 : Math.max(0, text.length - SHOWN);
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={classes.number}
        data-number={number}
        title={folded ? t("log.folded") : undefined}
      >
        {folded ? "↪" : number}
      </button>
      {time !== undefined && (
        <span className={classes.time} title={time === null ? t("log.timeUnknown") : t("log.timeHelp")}>
          {time === null ? "" : formatClock(time)}
        </span>
      )}
      <span className={`${classes.text} ${classes.ink}`} style={depth > 0 ? { paddingLeft: `${depth * 2}ch` } : undefined}>
        {title !== undefined ? (
          <button type="button" className={classes.group} data-group={row} aria-expanded={isOpen}>
            {isOpen ? <IconChevronDown size={13} aria-hidden /> : <IconChevronRight size={13} aria-hidden />}
            {title || t("log.section")}
            <span className={classes.quiet}>{t("log.sectionLines", { count: lines })}</span>
          </button>
        ) : (
          <>
            <LogText text={text} spans={spans} find={find} until={text.length - hidden} />
            {hidden > 0 && (
              <button type="button" className={classes.more} data-more={row}>
                {t("log.more", { count: hidden, number: formatCount(hidden) })}
              </button>
            )}
          </>
        )}
      </span>
    </>
  );
});
