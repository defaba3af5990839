import { describe, expect, it } from "vitest";
import { fromPipelineValue, isFiltered, pipelineValue, readPlace, toFilter } from "./runFilters";

const now = Date.parse("2030-05-04T12:00:00Z");

describe("the address of the runs list", () => {
  it("is read by the names it knows and no others", () => {
    expect(readPlace(new URLSearchParams("state=Failed,Running&search=&evil=1&when=7d"))).toEqual({
      state: "Failed,Running",
      when: "7d",
    });
  });

  it("asks for runs after a moment when it says how far back", () => {
    expect(toFilter({ when: "24h", experiment: "churn" }, now)).toEqual({
      experiment: "churn",
      created_after: "2030-05-03T12:00:00.000Z",
    });
  });

  it("asks for everything when the span is none of ours", () => {
    expect(toFilter({ when: "constructor" }, now)).toEqual({});
  });

  it("is not filtered by the page it is on", () => {
    expect(isFiltered({ cursor: "abc" })).toBe(false);
    expect(isFiltered({ cursor: "abc", state: "Failed" })).toBe(true);
  });
});

describe("the pipeline filter", () => {
  it.each([{ draft: "d1" }, { published: "p1" }])("comes back as it went in: %o", (place) => {
    expect(fromPipelineValue(pipelineValue(place))).toMatchObject(place);
  });

  it("clears both when nothing is chosen", () => {
    expect(fromPipelineValue(null)).toEqual({ draft: null, published: null });
  });
});
