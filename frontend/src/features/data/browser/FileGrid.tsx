/** The list of a folder: rows drawn as they come into view, keys as in a file manager. */
import { Checkbox, Loader, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { StoredEntry } from "@/api/storage";
import classes from "./browser.module.css";
import { FileRow } from "./FileRow";
import { type Order, SORT_KEYS, type SortKey } from "./order";
import { choose, type FileSelection, NONE, rowFor, type Way } from "./selection";
import type { Folder } from "./useFolder";

const ROW = 36;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 200;

interface FileGridProps {
  label: string;
  folder: Folder;
  order: Order;
  onOrder: (order: Order) => void;
  selection: FileSelection;
  onSelect: (selection: FileSelection) => void;
  onOpen: (entry: StoredEntry) => void;
  onUp: () => void;
  /** Delete what is selected; left out where that is not allowed. */
  onDelete?: () => void;
  addressOf: (entry: StoredEntry) => string | null;
}

export function FileGrid({ label, folder, order, onOrder, selection, onSelect, onOpen, onUp, onDelete, addressOf }: FileGridProps) {
  const { t } = useTranslation("data");
  const { entries, isWhole, isReading, readOn } = folder;
  const base = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const paths = useMemo(() => entries.map(({ path }) => path), [entries]);
  // eslint-disable-next-line react-hooks/incompatible-library -- what it returns is used here only, never handed on
  const virtual = useVirtualizer({ count: entries.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 12, scrollPaddingStart: ROW });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const isNearEnd = !isWhole && last >= entries.length - AHEAD;
  const ask = useEffectEvent(readOn);
  useEffect(() => {
    if (isNearEnd && !isReading) ask();
  }, [isNearEnd, isReading]);

  const cursor = selection.cursor === null ? -1 : paths.indexOf(selection.cursor);
  const pick = (path: string, way: Way) => onSelect(choose(selection, path, way, paths));
  const isAll = entries.length > 0 && selection.chosen.size === entries.length;
  const selectAll = () => onSelect(isAll ? NONE : { chosen: new Set(paths), cursor: selection.cursor ?? paths[0] ?? null, anchor: paths[0] ?? null });

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2);
    const row = event.altKey ? null : rowFor(event.key, cursor, entries.length, page);
    const path = row === null ? undefined : paths[row];
    const here = entries[cursor];
    if (row !== null && path !== undefined) {
      onSelect(choose(selection, path, event.shiftKey ? "range" : "one", paths));
      virtual.scrollToIndex(row);
    } else if (event.key === "Enter" && here) onOpen(here);
    else if (event.key === " " && here) pick(here.path, "toggle");
    else if (event.key === "Backspace" || (event.altKey && event.key === "ArrowUp")) onUp();
    else if (event.key === "Delete" && selection.chosen.size > 0) onDelete?.();
    else if (event.key === "Escape" && selection.chosen.size > 0) onSelect({ ...NONE, cursor: selection.cursor });
    else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) selectAll();
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={isWhole ? entries.length + 1 : -1}
      aria-colcount={4}
      aria-multiselectable
      aria-activedescendant={cursor >= 0 ? `${base}-${cursor}` : undefined}
      tabIndex={0}
      className={classes.grid}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={classes.header}>
        <span role="columnheader" className={classes.check}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={t("browser.selectAll")}
            checked={isAll}
            indeterminate={selection.chosen.size > 0 && !isAll}
            onChange={selectAll}
          />
        </span>
        {SORT_KEYS.map((key) => (
          <SortHeader key={key} name={key} order={order} onOrder={onOrder} />
        ))}
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const entry = entries[index];
          return (
            entry && (
              <FileRow
                key={entry.path}
                id={`${base}-${index}`}
                entry={entry}
                row={index + 2}
                isChosen={selection.chosen.has(entry.path)}
                hasCursor={index === cursor}
                style={{ transform: `translateY(${start}px)`, height: ROW }}
                to={addressOf(entry)}
                onChoose={pick}
                onOpen={onOpen}
              />
            )
          );
        })}
      </div>
      {isReading && (
        <div className={classes.reading} role="row">
          <span role="gridcell">
            <Loader size={14} /> {t("browser.reading")}
          </span>
        </div>
      )}
    </div>
  );
}

function SortHeader({ name, order, onOrder }: { name: SortKey; order: Order; onOrder: (order: Order) => void }) {
  const { t } = useTranslation("data");
  const isOn = order.key === name;
  const Arrow = order.descending ? IconChevronDown : IconChevronUp;
  return (
    <span
      role="columnheader"
      aria-sort={isOn ? (order.descending ? "descending" : "ascending") : "none"}
      className={classes[name]}
    >
      <UnstyledButton className={classes.sort} onClick={() => onOrder({ key: name, descending: isOn && !order.descending })}>
        {t(`column.${name}`)}
        {isOn && <Arrow size={14} aria-hidden />}
      </UnstyledButton>
    </span>
  );
}
