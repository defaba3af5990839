import { Table } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";
import classes from "./DataTable.module.css";

export interface Column<Row> {
  id: string;
  header: ReactNode;
  /** CSS width; columns without one share what is left, so that a changing cell moves no other. */
  width?: string | number;
  align?: "start" | "end";
  cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** A click beside links and buttons; the row's own link serves the keyboard. */
  onRowClick?: (row: Row, event: MouseEvent) => void;
  /** Rows that are out of use are drawn quieter. */
  isQuiet?: (row: Row) => boolean;
  /** The row whose panel is open beside the table. */
  isActive?: (row: Row) => boolean;
  minWidth?: number;
}

function isOnControl(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest("a,button,input,label,[role=menu],[role=dialog]") !== null;
}

export function DataTable<Row>({ label, columns, rows, rowKey, onRowClick, isQuiet, isActive, minWidth = 760 }: DataTableProps<Row>) {
  return (
    <div className={classes.wrap}>
      <Table.ScrollContainer minWidth={minWidth} type="native">
        <Table className={classes.table} aria-label={label}>
          <colgroup>
            {columns.map((column) => (
              <col key={column.id} style={{ width: column.width }} />
            ))}
          </colgroup>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.id} className={column.align === "end" ? classes.end : undefined}>
                  {column.header}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr
                key={rowKey(row)}
                className={onRowClick ? `${classes.row} ${classes.clickable}` : classes.row}
                data-quiet={isQuiet?.(row) || undefined}
                data-active={isActive?.(row) || undefined}
                onClick={(event) => {
                  if (!isOnControl(event)) onRowClick?.(row, event);
                }}
              >
                {columns.map((column) => (
                  <Table.Td key={column.id} className={column.align === "end" ? classes.end : undefined}>
                    {column.cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
