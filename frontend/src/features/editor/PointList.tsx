/** A list with type-ahead at a point of the screen: arrows move, Enter chooses, Esc closes. */
import { Popover, ScrollArea, TextInput } from "@mantine/core";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Position } from "@/graph/document";
import classes from "./editor.module.css";

export interface ListEntry {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  choose(): void;
}

interface PointListProps {
  readonly at: Position;
  readonly label: string;
  readonly placeholder: string;
  /** What fits the words typed so far. */
  entries(query: string): readonly ListEntry[];
  readonly nothing: string;
  onClose(): void;
}

/** What scrolls can be reached by keyboard. */
const SCROLLABLE = { tabIndex: 0 };

export function PointList({ at, label, placeholder, entries, nothing, onClose }: PointListProps) {
  const id = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const found = entries(query);
  const current = found[Math.min(active, found.length - 1)];

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setActive((found.indexOf(current as ListEntry) + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      current.choose();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      onClose();
    }
  };

  return (
    <Popover opened position="bottom-start" offset={2} onDismiss={onClose} width={300} trapFocus returnFocus={false}>
      <Popover.Target>
        <button type="button" tabIndex={-1} aria-label={label} className={classes.anchor} style={{ left: at.x, top: at.y }} />
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={label} onKeyDown={onKeyDown}>
        <TextInput
          data-autofocus
          className={classes.listSearch}
          variant="unstyled"
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={current && `${id}-${current.id}`}
          placeholder={placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
        />
        <ScrollArea.Autosize mah={300} type="auto" scrollbars="y" viewportProps={SCROLLABLE}>
          <div role="listbox" id={`${id}-list`} aria-label={label} className={classes.list}>
            {found.map((entry) => (
              <div
                key={entry.id}
                id={`${id}-${entry.id}`}
                role="option"
                aria-selected={entry === current}
                className={classes.listEntry}
                ref={(element) => {
                  if (entry.id === current?.id) element?.scrollIntoView({ block: "nearest" });
                }}
                onClick={() => {
                  entry.choose();
                }}
                onPointerMove={() => {
                  setActive(found.indexOf(entry));
                }}
              >
                {entry.icon}
                <span>
                  {entry.label}
                  {entry.hint && <small>{entry.hint}</small>}
                </span>
              </div>
            ))}
            {found.length === 0 && <p className={classes.listNothing}>{nothing}</p>}
          </div>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
