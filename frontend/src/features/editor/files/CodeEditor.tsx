/** CodeMirror as a React piece: text in, text out a moment after typing stops (or at once on leaving). */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { highlight, look } from "./codeLook";
import classes from "../editor.module.css";

const QUIET_MS = 300;
/** Marks a change that came from outside (an undo, another tab), so that it is not told back. */
const fromOutside = Annotation.define<boolean>();

interface CodeEditorProps {
  readonly text: string;
  readonly path: string;
  readonly label: string;
  readonly readOnly: boolean;
  onChange(text: string): void;
}

export function CodeEditor({ text, path, label, readOnly, onChange }: CodeEditorProps) {
  const holder = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  /** What was last told or given: another text than this comes from outside. */
  const known = useRef(text);
  const tell = useEffectEvent((next: string) => {
    if (next === known.current) return;
    known.current = next;
    onChange(next);
  });
  const start = useEffectEvent(() => text);

  useEffect(() => {
    if (!holder.current) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changes = EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      if (!docChanged || transactions.some((transaction) => transaction.annotation(fromOutside))) return;
      clearTimeout(timer);
      timer = setTimeout(() => { tell(state.doc.toString()); }, QUIET_MS);
    });
    const leaving = EditorView.domEventHandlers({ blur: (_, editor) => { tell(editor.state.doc.toString()); } });
    const editor = new EditorView({
      parent: holder.current,
      state: EditorState.create({ doc: start(), extensions: [extensions(path, label, readOnly), changes, leaving] }),
    });
    view.current = editor;
    return () => {
      clearTimeout(timer);
      if (!readOnly) tell(editor.state.doc.toString());
      editor.destroy();
      view.current = null;
    };
  }, [path, label, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || text === known.current) return;
    known.current = text;
    const changes = { from: 0, to: editor.state.doc.length, insert: text };
    editor.dispatch({ changes, annotations: [fromOutside.of(true)] });
  }, [text]);

  return <div ref={holder} className={classes.code} />;
}

function extensions(path: string, label: string, readOnly: boolean): Extension {
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    highlightSelectionMatches(),
    search({ top: true }),
    indentUnit.of("    "),
    syntaxHighlighting(highlight),
    look,
    languageOf(path),
    // Esc, then Tab, leaves the editor: Tab alone indents.
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
  ];
}

function languageOf(path: string): Extension {
  if (/\.pyw?$/.test(path)) return python();
  return path.endsWith(".json") ? json() : [];
}
