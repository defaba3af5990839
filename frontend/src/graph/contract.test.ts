/** The cases that pytest reads too: the browser's rules cannot drift from the server's. */
import { describe, expect, it } from "vitest";
import kinds from "../../../tests/contract/kinds.json";
import { checkDocument } from "./checks";
import * as clipboard from "./clipboard";
import { refusalOf, type Wish } from "./connect";
import type { PipelineDocument } from "./document";
import * as edit from "./edit";
import type { Kinds } from "./kinds";
import { order } from "./order";
import type { Problem } from "./problems";

const catalog = kinds as unknown as Kinds;

interface GraphCase {
  document: PipelineDocument;
  problems: (Omit<Problem, "detail" | "severity"> & { detail?: Problem["detail"] })[];
  order: string[] | null;
  compute_targets?: string[];
  datastores?: string[];
}

interface ConnectCase {
  document: PipelineDocument;
  cases: (Wish & { reason: string | null })[];
}

interface EditCase {
  document: PipelineDocument;
  edit: Record<string, unknown> & { op: string };
  result: PipelineDocument;
}

function named<Case>(files: Record<string, unknown>): [string, Case][] {
  return Object.entries(files).map(([path, file]) => [path.replace(/^.*\/|\.json$/g, ""), file as Case]);
}

const graphs = named<GraphCase>(import.meta.glob("../../../tests/contract/graphs/*.json", { eager: true, import: "default" }));
const connects = named<ConnectCase>(import.meta.glob("../../../tests/contract/connect/*.json", { eager: true, import: "default" }));
const edits = named<EditCase>(import.meta.glob("../../../tests/contract/edits/*.json", { eager: true, import: "default" }));

describe("a document is checked as the server checks it", () => {
  it.each(graphs)("%s", (_, { document, problems, ...expected }) => {
    const found = checkDocument(document, catalog, {
      computeTargets: expected.compute_targets,
      datastores: expected.datastores,
    });

    const told = found.map(({ code, node, port, field, detail }) => ({ code, node, port, field, detail }));
    expect(told).toHaveLength(problems.length);
    for (const problem of problems) expect(told).toContainEqual(problem.detail ? problem : expect.objectContaining(problem));
    expect(order(document)).toEqual(expected.order);
  });
});

describe("an edge is refused for the reason the server would give", () => {
  it.each(connects)("%s", (_, { document, cases }) => {
    for (const { reason, ...wish } of cases) {
      expect([wish, refusalOf(document, catalog, wish)?.code ?? null]).toEqual([wish, reason]);
    }
  });
});

/** The arguments of each edit in the order of its function, by their names in the cases. */
const ARGUMENTS: Record<string, string[]> = {
  add_node: ["node"],
  remove_nodes: ["ids"],
  move_nodes: ["positions"],
  connect: ["edge"],
  disconnect: ["ids"],
  rename_node: ["node", "title"],
  set_comment: ["node", "comment"],
  set_setting: ["node", "name", "value"],
  unset_setting: ["node", "name"],
  bind_setting: ["node", "name", "parameter"],
  set_source: ["node", "source", "git"],
  set_source_file: ["node", "path", "file"],
  rename_source_file: ["node", "path", "to"],
  remove_source_file: ["node", "path"],
  add_port: ["node", "side", "port"],
  change_port: ["node", "side", "name", "port"],
  remove_port: ["node", "side", "name"],
  add_parameter: ["parameter"],
  change_parameter: ["name", "parameter"],
  remove_parameter: ["name"],
  add_note: ["note"],
  change_note: ["note"],
  remove_notes: ["ids"],
  copy: ["ids"],
  paste: ["part", "new_ids", "offset"],
};

describe("an edit gives the document the server's twin gives", () => {
  it.each(edits)("%s", (_, { document, edit: { op, ...given }, result }) => {
    const before = structuredClone(document);
    const name = op.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    const room = (op === "copy" || op === "paste" ? clipboard : edit) as unknown as Record<string, (...all: unknown[]) => unknown>;

    const edited = room[name]?.(document, ...(ARGUMENTS[op] ?? []).map((argument) => given[argument]));

    expect(edited).toEqual(result);
    expect(document).toEqual(before);
  });
});
