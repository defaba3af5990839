import { describe, expect, it } from "vitest";
import { moved, readPlace, writePlace, type Place } from "./place";

const somewhere: Place = {
  step: "n1", tab: "log", attempt: 2, lines: { from: 120, to: 140 }, drawer: "timeline", form: null,
};

describe("a place on a run's page", () => {
  it("is all in the address", () => {
    expect(writePlace(somewhere).toString()).toBe("step=n1&tab=log&attempt=2&line=120-140&drawer=timeline");
    expect(readPlace(writePlace(somewhere))).toEqual(somewhere);
  });

  it("is the run itself without an address, or with one that means nothing", () => {
    const start = { step: null, tab: "overview", attempt: null, lines: null, drawer: "steps", form: null };
    expect(readPlace(new URLSearchParams())).toEqual(start);
    expect(readPlace(new URLSearchParams("tab=x&attempt=-1&line=0&drawer=y&form=z"))).toEqual(start);
    expect(writePlace(readPlace(new URLSearchParams())).toString()).toBe("");
  });

  it("keeps the tab when another step is selected, and leaves the old step's attempt and lines", () => {
    expect(moved(somewhere, { step: "n2" })).toEqual({ ...somewhere, step: "n2", attempt: null, lines: null });
  });

  it("leaves the lines of another attempt, but not when the same is chosen again", () => {
    expect(moved(somewhere, { attempt: 1 }).lines).toBeNull();
    expect(moved(somewhere, { step: "n1", attempt: 2 })).toEqual(somewhere);
  });
});
