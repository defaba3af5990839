import { useTranslation } from "react-i18next";
import { ranText } from "@/api/why";
import { formatBytes } from "@/ui/format";
import { StatusBadge } from "@/ui/StatusBadge";
import { formatValue } from "../step/metrics";
import classes from "./compare.module.css";
import type { Cell } from "./rows";

/** What one run has to say in one row. */
export function CellText({ cell }: { cell: Cell | null }) {
  const { t } = useTranslation(["compare", "reuse"]);
  switch (cell?.kind) {
    case undefined:
      return <span className={classes.nothing}>–</span>;
    case "state":
      return <StatusBadge status={cell.state} />;
    case "text":
      return <>{cell.text}</>;
    case "why":
      return <>{ranText((key, values) => t(`reuse:${key}`, values), cell.why)}</>;
    case "number":
      return <span className={classes.number}>{formatValue(cell.value)}</span>;
    case "files":
      return <>{t("files", { count: cell.count, size: formatBytes(cell.size) })}</>;
    case "file":
      // Files of one size are told apart by their digests.
      return (
        <span title={cell.digest}>
          {formatBytes(cell.size)} <code className={classes.digest}>{cell.digest.slice(0, 8)}</code>
        </span>
      );
    case "output":
      return <>{cell.isRemoved ? t("removed") : t("files", { count: cell.count, size: formatBytes(cell.size) })}</>;
    case "count":
      return <>{t(cell.of, { count: cell.count })}</>;
  }
}
