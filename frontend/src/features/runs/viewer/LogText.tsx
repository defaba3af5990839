import type { CSSProperties } from "react";
import type { Pen } from "../log/pen";
import type { Span } from "../log/row";
import type { Matcher } from "../log/search";
import { segmentsOf, type Segment } from "../log/segments";
import classes from "./LogViewer.module.css";

interface LogTextProps {
  text: string;
  spans: readonly Span[];
  find: Matcher | null;
  /** How much of the text is shown, in characters; all of it when not said. */
  until?: number;
}

/** A row's text with its colours, links and search hits: React nodes, never markup. */
export function LogText({ text, spans, find, until = text.length }: LogTextProps) {
  const shown = text.slice(0, until);
  const parts = spans.filter((span) => span.from < until).map((span) => (span.to > until ? { ...span, to: until } : span));
  return <>{segmentsOf(shown, parts, find ? find(shown) : []).map((part) => <Part key={part.from} {...part} />)}</>;
}

function Part({ text, pen, href, isHit }: Segment) {
  const look = lookOf(pen);
  if (href !== undefined) {
    return (
      <a href={href} target="_blank" rel="noopener noreferrer" title={href} {...look} data-hit={isHit || undefined}>
        {text}
      </a>
    );
  }
  if (isHit) return <mark {...look}>{text}</mark>;
  return look.className || look.style ? <span {...look}>{text}</span> : text;
}

const SWITCHES = ["bold", "dim", "italic", "underline", "strike"] as const;

function lookOf(pen: Pen): { className?: string; style?: CSSProperties } {
  const [ink, paper] = pen.inverse ? [pen.paper ?? "var(--log-ground)", pen.ink ?? "var(--log-ink)"] : [pen.ink, pen.paper];
  const style: CSSProperties = {};
  if (ink !== undefined) style.color = colour(ink);
  if (paper !== undefined) style.backgroundColor = colour(paper);
  const names = SWITCHES.filter((name) => pen[name]).map((name) => classes[name]);
  return {
    className: names.length > 0 ? names.join(" ") : undefined,
    style: ink !== undefined || paper !== undefined ? style : undefined,
  };
}

function colour(value: number | string): string {
  return typeof value === "number" ? `var(--ansi-${value})` : value;
}
