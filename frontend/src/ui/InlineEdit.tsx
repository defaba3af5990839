import { TextInput } from "@mantine/core";
import { useState } from "react";

interface InlineEditProps {
  value: string;
  label: string;
  onSave: (value: string) => void;
  onClose: () => void;
  /** Longest text the server takes. */
  maxLength?: number;
}

/** A field in the place of a text. Enter and leaving it save, Escape does not; an empty text is no name. */
export function InlineEdit({ value, label, onSave, onClose, maxLength = 200 }: InlineEditProps) {
  const [text, setText] = useState(value);
  const finish = (isKept: boolean) => {
    const next = text.trim();
    if (isKept && next && next !== value) onSave(next);
    onClose();
  };
  return (
    <TextInput
      size="sm"
      aria-label={label}
      value={text}
      maxLength={maxLength}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish(true);
        if (event.key === "Escape") {
          event.stopPropagation();
          finish(false);
        }
      }}
    />
  );
}
