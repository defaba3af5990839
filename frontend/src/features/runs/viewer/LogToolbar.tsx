import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import {
  IconArrowAutofitDown, IconChevronDown, IconChevronUp, IconClock, IconDownload, IconMaximize, IconMinimize, IconRegex,
  IconSearch, IconTextWrap, type Icon,
} from "@tabler/icons-react";
import type { KeyboardEvent, ReactNode, Ref } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "@/ui/format";
import type { LogReader } from "../log/reader";
import type { Level } from "../log/row";
import type { Query } from "../log/search";
import { useReaderFact, type Repaint } from "./useLogReader";
import type { LogSearch } from "./useLogSearch";
import classes from "./LogViewer.module.css";

export interface LogOptions {
  wrap: boolean;
  times: boolean;
}

interface LogToolbarProps {
  query: Query;
  onQuery(query: Query): void;
  search: LogSearch;
  /** Which match is shown, from 0; null before the first was gone to. */
  at: number | null;
  onStep(direction: 1 | -1): void;
  levels: ReactNode;
  options: LogOptions;
  onOptions(options: LogOptions): void;
  isFull: boolean;
  onFull(): void;
  onEnd(): void;
  download: string;
  field: Ref<HTMLInputElement>;
}

export function LogToolbar(props: LogToolbarProps) {
  const { t } = useTranslation("run");
  const { query, options } = props;
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t("log.toolbar")}>
      <SearchField {...props} />
      {query.text !== "" && <Found {...props} />}
      {props.levels}
      <span className={classes.spring} />
      <Tool icon={IconArrowAutofitDown} label={t("log.toEnd")} keys="End" onClick={props.onEnd} />
      <Tool
        icon={IconTextWrap}
        label={t("log.wrap")}
        keys="w"
        isOn={options.wrap}
        onClick={() => {
          props.onOptions({ ...options, wrap: !options.wrap });
        }}
      />
      <Tool
        icon={IconClock}
        label={t("log.times")}
        keys="t"
        isOn={options.times}
        onClick={() => {
          props.onOptions({ ...options, times: !options.times });
        }}
      />
      <Tool
        icon={props.isFull ? IconMinimize : IconMaximize}
        label={t(props.isFull ? "log.leaveFull" : "log.full")}
        keys="f"
        onClick={props.onFull}
      />
      <Tooltip label={t("log.withKey", { action: t("log.download"), key: "d" })}>
        <ActionIcon component="a" href={props.download} download aria-label={t("log.download")} className={classes.tool}>
          <IconDownload size={17} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function SearchField({ query, onQuery, search, onStep, field }: LogToolbarProps) {
  const { t } = useTranslation("run");
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      onQuery({ ...query, text: "" });
      event.currentTarget.blur();
    } else return;
    event.preventDefault();
  };
  return (
    <TextInput
      ref={field}
      className={classes.search}
      size="xs"
      placeholder={t("log.search")}
      aria-label={t("log.search")}
      value={query.text}
      error={search.problem === "pattern"}
      onChange={(event) => {
        onQuery({ ...query, text: event.currentTarget.value });
      }}
      onKeyDown={onKeyDown}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        <Tooltip label={t("log.regex")}>
          <ActionIcon
            size="sm"
            variant={query.regex ? "light" : "subtle"}
            color={query.regex ? "blue" : "gray"}
            aria-label={t("log.regex")}
            aria-pressed={query.regex}
            onClick={() => {
              onQuery({ ...query, regex: !query.regex });
            }}
          >
            <IconRegex size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}

function Found({ search, at, onStep }: LogToolbarProps) {
  const { t } = useTranslation("run");
  const count = search.rows.length;
  const words =
    search.problem !== null
      ? t(`log.problem.${search.problem}`)
      : count === 0 && search.isComplete
        ? t("log.noMatch")
        : t(search.isComplete ? "log.matches" : "log.matchesSoFar", {
            at: at === null ? "–" : formatCount(at + 1),
            number: formatCount(count),
          });
  return (
    <span className={classes.found} role="status">
      {words}
      <Tool icon={IconChevronUp} label={t("log.previous")} keys="N" isSmall isDisabled={count === 0} onClick={() => { onStep(-1); }} />
      <Tool icon={IconChevronDown} label={t("log.next")} keys="n" isSmall isDisabled={count === 0} onClick={() => { onStep(1); }} />
    </span>
  );
}

interface LevelCountersProps {
  reader: LogReader;
  repaint: Repaint;
  onLevel(level: Level, direction: 1 | -1): void;
}

/** How many errors and warnings there are, each a way to the next of them. */
export function LevelCounters({ reader, repaint, onLevel }: LevelCountersProps) {
  const { t } = useTranslation("run");
  const { errors, warnings } = reader.document;
  const counts = {
    error: useReaderFact(repaint, () => errors.rows.length),
    warning: useReaderFact(repaint, () => warnings.rows.length),
  };
  return (["error", "warning"] as const)
    .filter((level) => counts[level] > 0)
    .map((level) => (
      <Tooltip key={level} label={t("log.nextLevel")}>
        <Button
          size="xs"
          variant="light"
          color={level === "error" ? "red" : "yellow"}
          className={classes.level}
          data-level={level}
          onClick={(event) => {
            onLevel(level, event.shiftKey ? -1 : 1);
          }}
        >
          {t(`log.${level}Count`, { count: counts[level], number: formatCount(counts[level]) })}
        </Button>
      </Tooltip>
    ));
}

interface ToolProps {
  icon: Icon;
  label: string;
  keys: string;
  isOn?: boolean;
  isSmall?: boolean;
  isDisabled?: boolean;
  onClick(): void;
}

function Tool({ icon: ToolIcon, label, keys, isOn, isSmall, isDisabled, onClick }: ToolProps) {
  const { t } = useTranslation("run");
  return (
    <Tooltip label={t("log.withKey", { action: label, key: keys })}>
      <ActionIcon
        size={isSmall ? "sm" : "md"}
        variant={isOn ? "light" : "subtle"}
        color={isOn ? "blue" : "gray"}
        aria-label={label}
        aria-pressed={isOn}
        disabled={isDisabled}
        onClick={onClick}
      >
        <ToolIcon size={isSmall ? 14 : 17} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
