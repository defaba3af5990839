import { expect, it } from "vitest";
import { asFolder, crumbsOf, folderOf, nameOf } from "./paths";
import { uploadsInto } from "./uploadPaths";

it("takes paths apart", () => {
  expect(nameOf("raw/2030/")).toBe("2030");
  expect(folderOf("raw/2030/")).toBe("raw/");
  expect(folderOf("a.csv")).toBe("");
  expect(asFolder("/raw/2030")).toBe("raw/2030/");
  expect(asFolder("/")).toBe("");
  expect(crumbsOf("raw/2030/")).toEqual([{ name: "raw", path: "raw/" }, { name: "2030", path: "raw/2030/" }]);
});

it("keeps the folders that files were dropped or chosen in", () => {
  const dropped = Object.assign(new File(["x"], "a.csv"), { path: "./set/a.csv" });
  const chosen = new File(["x"], "b.csv");
  Object.defineProperty(chosen, "webkitRelativePath", { value: "set/deep/b.csv" });
  const alone = Object.assign(new File(["x"], "c.csv"), { path: "/c.csv" });
  expect(uploadsInto("raw/", [dropped, chosen, alone]).map(({ path }) => path)).toEqual(["raw/set/a.csv", "raw/set/deep/b.csv", "raw/c.csv"]);
});
