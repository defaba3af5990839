import { useEffect, useEffectEvent, useRef } from "react";
import type { LogReader } from "../log/reader";
import type { LineRange } from "./lineRange";

/** Goes to the lines of the address once, as soon as the log reaches them. */
export function useOpenAtLines(
  reader: LogReader,
  lines: LineRange | null,
  painted: number,
  show: (row: number) => void,
): void {
  const gone = useRef<string | null>(null);
  const go = useEffectEvent(show);
  useEffect(() => {
    const wanted = lines ? `${lines.from}-${lines.to}` : null;
    if (!lines || gone.current === wanted) return;
    if (reader.document.lineCount < lines.from && reader.state === "reading") return;
    const isFirst = gone.current === null;
    gone.current = wanted;
    // A line chosen by a click is in view already.
    if (isFirst) go(reader.document.rowOfNumber(lines.from));
  }, [reader, lines, painted]);
}
