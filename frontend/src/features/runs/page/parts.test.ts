import { describe, expect, it } from "vitest";
import { partChoices } from "./parts";

const kinds = (state: string, node: string | null) => partChoices({ state: state as never }, node).map(({ kind }) => kind);

describe("running a part again", () => {
  it("offers the whole pipeline of a run that went well", () => {
    expect(kinds("Completed", null)).toEqual(["all"]);
  });

  it("offers what did not succeed", () => {
    expect(kinds("Failed", null)).toEqual(["all", "failed"]);
  });

  it("offers what lies around the selected step", () => {
    expect(kinds("Completed", "train")).toEqual(["all", "from", "only", "up_to"]);
  });

  it("names the step the part is about", () => {
    expect(partChoices({ state: "Completed" as never }, "train").at(-1)?.part).toEqual({ kind: "up_to", node_id: "train" });
  });
});
