import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import classes from "./Preview.module.css";

interface DataGridProps {
  columns: readonly { name: string; type?: string }[];
  rows: readonly (readonly unknown[])[];
  label: string;
  height: number;
}

const ROW = 27;

/** A table of any size: only the rows in view are drawn, the header stays. */
export function DataGrid({ columns, rows, label, height }: DataGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- what it returns is used here only, never handed on
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 12 });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const whole = Math.min(height, (rows.length + 1) * ROW + 24);
  return (
    <div ref={scroller} className={classes.gridFrame} style={{ maxHeight: whole, height: whole }} tabIndex={0} role="group" aria-label={label}>
      <table className={classes.grid} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th className={classes.index} aria-label="#" />
            {columns.map(({ name, type }) => (
              <th key={name} scope="col">
                {name}
                {type !== undefined && <small>{type}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {items.map(({ index }) => (
            <tr key={index} aria-rowindex={index + 2}>
              <td className={classes.index}>{index + 1}</td>
              {columns.map(({ name }, column) => (
                <Cell key={name} value={rows[index]?.[column]} />
              ))}
            </tr>
          ))}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <td className={classes.missing}>–</td>;
  if (typeof value === "number") {
    const short = Number.isInteger(value) ? value : Number(value.toPrecision(6));
    return <td className={classes.number} title={short === value ? undefined : String(value)}>{short}</td>;
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return <td title={text.length > 40 ? text : undefined}>{text}</td>;
}
