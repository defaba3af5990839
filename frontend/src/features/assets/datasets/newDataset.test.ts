import { expect, it } from "vitest";
import { kindOf, nameFor, pathsOf } from "./newDataset";

it.each([
  [["sales.csv"], "tabular", "sales"],
  [["images/"], "file", "images"],
  [["a.parquet", "b.csv"], "tabular", ""],
  [["a.csv", "notes.txt"], "file", ""],
  [[], "file", ""],
])("begins with what the paths %j suggest", (paths, kind, name) => {
  expect(kindOf(paths)).toBe(kind);
  expect(nameFor(paths)).toBe(name);
});

it("reads one path a line", () => {
  expect(pathsOf(" /a.csv \n\nb/*.csv\n")).toEqual(["a.csv", "b/*.csv"]);
});
