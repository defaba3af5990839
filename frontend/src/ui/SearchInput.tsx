import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Page.module.css";

interface SearchInputProps {
  label: string;
  placeholder: string;
  /** What is searched for now, as the address has it. */
  value: string;
  onSearch: (text: string) => void;
}

/** A search field that asks once the typing pauses. `/` puts the cursor in it, Escape empties it. */
export function SearchInput({ label, placeholder, value, onSearch }: SearchInputProps) {
  const { t } = useTranslation("ui");
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // The address changed by itself (back, a link): show what it says.
  if (value !== known) {
    setKnown(value);
    if (value !== text.trim()) setText(value);
  }
  const ask = useDebouncedCallback(onSearch, 200);
  const change = (next: string) => {
    setText(next);
    ask(next.trim());
  };
  useHotkeys([["/", () => input.current?.focus()]]);
  return (
    <TextInput
      ref={input}
      className={classes.search}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && text) change("");
      }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={text ? <CloseButton size="sm" aria-label={t("clearSearch")} onClick={() => change("")} /> : null}
    />
  );
}
