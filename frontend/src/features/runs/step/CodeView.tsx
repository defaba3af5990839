/** Source text, read only, with the colours of its language; its own chunk. */
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "var(--st-reuse)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--st-ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--st-warn)" },
  { tag: tags.comment, color: "var(--st-ink-3)", fontStyle: "italic" },
  { tag: [tags.definition(tags.variableName), tags.function(tags.variableName), tags.className], color: "var(--st-accent)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "12.5px", color: "var(--st-ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.55" },
  ".cm-gutters": { background: "transparent", border: "0", color: "var(--st-ink-3)" },
  ".cm-panels": { background: "var(--st-sunken)", color: "var(--st-ink)" },
});

function languageOf(path: string): Extension {
  if (path.endsWith(".py")) return python();
  return path.endsWith(".json") ? json() : [];
}

export default function CodeView({ text, path, label }: { text: string; path: string; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true" }),
          languageOf(path),
          syntaxHighlighting(colours),
          highlightSelectionMatches(),
          search({ top: true }),
          keymap.of(searchKeymap),
          look,
        ],
      }),
    });
    return () => {
      view.destroy();
    };
  }, [text, path, label]);
  return <div ref={host} style={{ flex: 1, minWidth: 0, minHeight: 0, overflow: "hidden" }} />;
}
