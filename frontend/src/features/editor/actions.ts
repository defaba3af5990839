/** What a person does in the editor, each as one step of undo. */
import { CARD, layout, type DanglingEdge } from "@/canvas";
import { fragmentOf, fromText, pasteFragment, toText } from "@/graph/clipboard";
import type { Wish } from "@/graph/connect";
import { findNode, type Position, type Settings } from "@/graph/document";
import { addNode, addNote, connect, disconnect, moveNodes, removeNodes, removeNotes } from "@/graph/edit";
import { makeId } from "@/graph/ids";
import type { StepKind } from "@/graph/kinds";
import type { EditorParts } from "./context";
import { edgeFrom, joinEdge } from "./joining";
import { FIRST_SCRIPT, makeNode, SCRIPT_TEMPLATE, spotAround, spotBelow } from "./place";

type Parts = Pick<EditorParts, "store" | "kinds" | "blobs" | "canvas">;

export interface AddOptions {
  readonly at: Position;
  /** An edge whose free end goes to the new step. */
  readonly edge?: DanglingEdge | null;
  /** Connect from this step when something fits, and put the new one below it. */
  readonly after?: string;
}

export async function addStep({ store, kinds, blobs, canvas }: Parts, kind: StepKind, options: AddOptions): Promise<void> {
  const script = kind.launch === "script" && kind.dynamic_ports ? await blobs.keep(SCRIPT_TEMPLATE) : null;
  const document = store.getState().history.present;
  const after = options.after === undefined ? undefined : findNode(document, options.after);
  const edge = options.edge ?? (after ? edgeFrom(document, kinds, after.id, kind) : null);
  const position =
    after && edge && !options.edge ? spotBelow(document, after) : spotAround(document, options.at);
  const node = makeNode(makeId(), kind, position, script);
  store.getState().edit(
    (before) => {
      const grown = addNode(before, node);
      return edge ? joinEdge(grown, kinds, edge, node, makeId) : grown;
    },
    { select: { nodes: [node.id] } },
  );
  canvas.current?.focus();
}

export interface DataStep {
  readonly title: string;
  readonly settings: Settings;
  readonly at: Position;
}

/** A step that names data, as dragged from the palette's list of data. */
export function addDataStep({ store, kinds, canvas }: Parts, kindName: "Data" | "Dataset", { title, settings, at }: DataStep): void {
  const kind = kinds[kindName];
  if (!kind) return;
  const document = store.getState().history.present;
  const node = { ...makeNode(makeId(), kind, spotAround(document, at), null), title, settings };
  store.getState().edit((before) => addNode(before, node), { select: { nodes: [node.id] } });
  canvas.current?.focus();
}

export function addNoteAt({ store }: Parts, { x, y }: Position): void {
  const note = { id: makeId(), text: "", position: { x, y }, size: { width: 192, height: 72 } };
  store.getState().edit((document) => addNote(document, note), { select: { notes: [note.id] } });
}

export function connectPorts({ store }: Parts, wish: Wish): void {
  const edge = { id: makeId(), ...wish };
  store.getState().edit((document) => connect(document, edge));
}

export function removeSelected({ store }: Parts): void {
  const { selection, edit } = store.getState();
  edit((document) =>
    removeNotes(removeNodes(disconnect(document, selection.edges), selection.nodes), selection.notes),
  );
}

export function selectAll({ store }: Parts): void {
  const { history, select } = store.getState();
  select({ nodes: history.present.nodes.map(({ id }) => id), notes: history.present.notes.map(({ id }) => id) });
}

/** The selected part as text, or `null` when nothing that can be copied is selected. */
export function copySelected({ store }: Parts): string | null {
  const { selection, history } = store.getState();
  const ids = [...selection.nodes, ...selection.notes];
  return ids.length > 0 ? toText(fragmentOf(history.present, ids)) : null;
}

/** Pastes a part with its middle at a point; says whether the text was one. */
export function pasteText({ store, kinds }: Parts, text: string, at: Position): boolean {
  const fragment = fromText(text);
  if (!fragment) return false;
  const corners = [...fragment.part.nodes, ...fragment.part.notes].map(({ position }) => position);
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const right = Math.max(...corners.map(({ x }) => x)) + CARD.width;
  const bottom = Math.max(...corners.map(({ y }) => y)) + CARD.height;
  const offset = { x: grid(at.x - (left + right) / 2), y: grid(at.y - (top + bottom) / 2) };
  pasteAt({ store, kinds }, fragment, offset);
  return true;
}

export function duplicateSelected({ store, kinds }: Parts): void {
  const { selection, history } = store.getState();
  const ids = [...selection.nodes, ...selection.notes];
  if (ids.length > 0) pasteAt({ store, kinds }, fragmentOf(history.present, ids), { x: 32, y: 32 });
}

function pasteAt(
  { store, kinds }: Pick<Parts, "store" | "kinds">,
  fragment: Parameters<typeof pasteFragment>[1],
  offset: Position,
): void {
  const { history, edit } = store.getState();
  const pasted = pasteFragment(history.present, fragment, kinds, offset, makeId);
  edit(() => pasted.document, { select: { nodes: pasted.nodes, notes: pasted.notes } });
}

export function nudge({ store }: Parts, { x, y }: Position): void {
  const { selection, history, edit } = store.getState();
  const chosen = new Set([...selection.nodes, ...selection.notes]);
  const placed = [...history.present.nodes, ...history.present.notes].filter(({ id }) => chosen.has(id));
  const positions = Object.fromEntries(
    placed.map(({ id, position }) => [id, { x: position.x + x, y: position.y + y }]),
  );
  edit((document) => moveNodes(document, positions), { label: "nudge" });
}

/** Lays out the selected steps, or all when fewer than two are selected. */
export async function tidyUp({ store, kinds, canvas }: Parts): Promise<void> {
  const { selection, history } = store.getState();
  const document = history.present;
  if (document.nodes.length === 0) return;
  const chosen = selection.nodes.length > 1 ? selection.nodes : undefined;
  const positions = await layout(document, kinds, chosen);
  // Somebody edited while the worker was thinking: its answer is to another question.
  if (store.getState().history.present !== document) return;
  const save = () => {
    store.getState().edit((before) => moveNodes(before, positions));
    if (!chosen) canvas.current?.fit();
  };
  if (canvas.current) canvas.current.glide(positions, save);
  else save();
}

/** Selects a step, brings it into view and, when named, leads to one of its fields. */
export function goTo({ store, canvas }: Parts, node: string, field: string | null): void {
  const state = store.getState();
  state.set({ focus: field === null ? null : { node, field }, tab: tabOf(field) });
  state.select({ nodes: [node] });
  canvas.current?.centre(node);
}

function tabOf(field: string | null): string {
  return field === "source" ? "code" : "settings";
}

function grid(value: number): number {
  return Math.round(value / 8) * 8;
}

export { FIRST_SCRIPT };
