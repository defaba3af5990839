/** One attempt's log: follows, searches, folds, links to lines. */
import { Alert, Button } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useDeferredValue, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { files } from "@/api/routes";
import type { Attempt } from "@/api/steps";
import { useConnection } from "@/live/useTopic";
import { formatBytes, formatCount } from "@/ui/format";
import { lastAtMost, type RowList } from "../log/document";
import type { Group } from "../log/groups";
import type { LogReader } from "../log/reader";
import type { Query } from "../log/search";
import { useKeys } from "../useKeys";
import { chosenLines, type LineRange } from "./lineRange";
import { LogRows, type LogRowsHandle } from "./LogRows";
import { LevelCounters, LogToolbar, type LogOptions } from "./LogToolbar";
import classes from "./LogViewer.module.css";
import { type Repaint, useLogReader, usePainted, useReaderFact, useWrittenTimes } from "./useLogReader";
import { useLogSearch } from "./useLogSearch";
import { useMatchSteps } from "./useMatchSteps";

interface LogViewerProps {
  workspace: string;
  attempt: Attempt;
  lines: LineRange | null;
  onLines(lines: LineRange): void;
}

/** Another attempt is another log: nothing of the old one stays. */
export function LogViewer(props: LogViewerProps) {
  return <Viewer key={props.attempt.id} {...props} />;
}

function Viewer({ workspace, attempt, lines, onLines }: LogViewerProps) {
  const { t } = useTranslation("run");
  const { reader, repaint } = useLogReader(workspace, attempt);
  const [options, setOptions] = useLocalStorage<LogOptions>({
    key: "log.options",
    defaultValue: { wrap: false, times: false },
    getInitialValueInEffect: false,
  });
  const [query, setQuery] = useState<Query>({ text: "", regex: false });
  const searched = useDeferredValue(query);
  const search = useLogSearch(reader, repaint, { workspace, attempt: attempt.id }, searched);
  const [current, setCurrent] = useState<number | null>(null);
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const [isFull, setFull] = useState(false);
  const rows = useRef<LogRowsHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const log = reader.document;
  const failure = useReaderFact(repaint, () => reader.failure);
  const download = files.logDownload(workspace, attempt.id);

  const goTo = (row: number | null) => {
    if (row === null) return;
    setClosed(opened(log.groups.all, closed, row));
    setCurrent(row);
    // The section that hid the row opens in this very update; its place is known after it.
    requestAnimationFrame(() => rows.current?.show(row));
  };
  const step = useMatchSteps(search, searched === query, (direction) => {
    goTo(stepThrough(search.rows, current, direction));
  });
  const onLevel = (level: "error" | "warning", direction: 1 | -1) => {
    goTo(stepList(level === "error" ? log.errors : log.warnings, current, direction));
  };

  useWrittenTimes(reader, workspace, attempt, options.times);
  useKeys({
    w: () => { setOptions({ ...options, wrap: !options.wrap }); },
    t: () => { setOptions({ ...options, times: !options.times }); },
    f: () => { setFull(!isFull); },
    d: () => { location.assign(download); },
    "/": () => field.current?.focus(),
    n: () => { step(1); },
    N: () => { step(-1); },
    Home: () => rows.current?.toStart(),
    End: () => rows.current?.toEnd(),
    ...(isFull ? { Escape: () => { setFull(false); } } : {}),
  });

  return (
    <section className={`${classes.viewer} ${classes.palette}`} data-full={isFull || undefined} aria-label={t("log.label", { number: attempt.number })}>
      <LogToolbar
        query={query} onQuery={setQuery} search={search} field={field} onStep={step}
        at={current === null || search.rows.length === 0 ? null : foundAt(search.rows, current)}
        levels={<LevelCounters reader={reader} repaint={repaint} onLevel={onLevel} />}
        options={options} onOptions={setOptions} download={download}
        isFull={isFull} onFull={() => { setFull(!isFull); }} onEnd={() => rows.current?.toEnd()}
      />
      {failure && (
        <Alert color="red" className={classes.failure} title={t("log.failed")}>
          {failure.message}{" "}
          <Button size="compact-xs" variant="subtle" onClick={() => { reader.retry(0, 0); }}>
            {t("log.retry")}
          </Button>
        </Alert>
      )}
      <LogRows
        key={String(options.wrap)}
        ref={rows} reader={reader} repaint={repaint} closed={closed} wrap={options.wrap} times={options.times}
        find={search.find} hits={search.rows} current={current} chosen={lines}
        label={t("log.label", { number: attempt.number })}
        isOver={attempt.log_ended}
        startAtEnd={lines === null && attempt.state !== "Completed"}
        onLine={(line, extend) => { onLines(chosenLines(lines, line, extend)); }}
        onGroup={(row) => { setClosed(toggled(closed, row)); }}
      />
      <Footer reader={reader} repaint={repaint} attempt={attempt} />
    </section>
  );
}

function Footer({ reader, repaint, attempt }: { reader: LogReader; repaint: Repaint; attempt: Attempt }) {
  const { t } = useTranslation("run");
  usePainted(repaint);
  const connection = useConnection();
  const { rowCount, lineCount, size } = reader.document;
  const state = reader.state === "reading" && connection === "waiting" ? "reconnecting" : reader.state;
  const reading = attempt.log_ended ? "loading" : rowCount === 0 ? "waiting" : "reading";
  const ended = rowCount === 0 ? "empty" : "ended";
  const words = { reading, ended, reconnecting: "reconnecting", refused: "refused" } as const;
  return (
    <footer className={classes.footer}>
      <span role="status">{t(`log.state.${words[state]}`)}</span>
      <span>{t("log.size", { count: lineCount, number: formatCount(lineCount), size: formatBytes(size) })}</span>
    </footer>
  );
}

function stepThrough(rows: readonly number[], current: number | null, direction: 1 | -1): number | null {
  if (current === null) return (direction === 1 ? rows[0] : rows.at(-1)) ?? null;
  const at = lastAtMost(rows, direction === 1 ? current : current - 1, (row) => row);
  return (direction === 1 ? (rows[at + 1] ?? rows[0]) : (rows[at] ?? rows.at(-1))) ?? null;
}

function stepList(list: RowList, current: number | null, direction: 1 | -1): number | null {
  return direction === 1 ? list.after(current ?? -1) : list.before(current ?? Infinity);
}

function foundAt(rows: readonly number[], current: number): number | null {
  const at = lastAtMost(rows, current, (row) => row);
  return rows[at] === current ? at : null;
}

/** Without the closed sections that hold the row. */
function opened(groups: readonly Group[], closed: ReadonlySet<number>, row: number): ReadonlySet<number> {
  const holding = groups.filter((group) => group.row < row && row <= (group.end ?? Infinity)).map((group) => group.row);
  return new Set([...closed].filter((group) => !holding.includes(group)));
}

function toggled(set: ReadonlySet<number>, row: number): ReadonlySet<number> {
  const changed = new Set(set);
  if (!changed.delete(row)) changed.add(row);
  return changed;
}
