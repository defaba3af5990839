/** Colours of the code editor: our tokens, so that light and dark follow the page. */
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.operatorKeyword], color: "var(--st-reuse)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--st-ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--st-warn)" },
  { tag: [tags.comment, tags.docComment], color: "var(--st-ink-3)", fontStyle: "italic" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--st-accent)", fontWeight: "600" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--st-accent)" },
  { tag: tags.propertyName, color: "var(--st-ink)" },
  { tag: tags.invalid, color: "var(--st-bad)" },
]);

export const look = EditorView.theme({
  "&": { height: "100%", fontSize: "12.5px", color: "var(--st-ink)", backgroundColor: "var(--st-panel)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--st-ink)" },
  ".cm-cursor": { borderLeftColor: "var(--st-ink)" },
  ".cm-gutters": { backgroundColor: "var(--st-panel)", color: "var(--st-ink-3)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--st-accent) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--st-accent) 25%, transparent)",
  },
  ".cm-panels": { backgroundColor: "var(--st-sunken)", color: "var(--st-ink)" },
  ".cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--st-ok) 25%, transparent)" },
});
