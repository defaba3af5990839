import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { aRun } from "../../../../testing/comparedRuns";
import { fakeApi } from "../../../../testing/fakeApi";
import { renderInApp } from "../../../../testing/render";
import ComparePage from "./ComparePage";

const runs = "/api/workspaces/w1/runs";
const one = aRun("r1", { number: 41, parameters: { lr: 0.1 }, metrics: { auc: 0.8 } });
const other = aRun("r2", { number: 42, parameters: { lr: 0.2 }, metrics: { auc: 0.8 }, why: "forced" });
const both = {
  [`GET ${runs}/r1/`]: one.run,
  [`GET ${runs}/r1/metrics/`]: one.metrics,
  [`GET ${runs}/r2/`]: other.run,
  [`GET ${runs}/r2/metrics/`]: other.metrics,
};
const cellsOf = (name: string) =>
  within(screen.getByRole("rowheader", { name }).closest("tr") as HTMLElement).getAllByRole("cell").map((cell) => cell.textContent);

it("shows runs side by side, with why each step ran", async () => {
  fakeApi(both);
  renderInApp(<ComparePage />, { at: "/?runs=r1,r2" });
  expect(await screen.findByRole("link", { name: "Run 41" })).toBeDefined();
  expect(cellsOf("lr")).toEqual(["0.1", "0.2"]);
  expect(cellsOf("Why")).toEqual(["Ran for the first time", "Ran because it was asked to"]);
  expect(screen.getByRole("img", { name: "auc: 0.8, 0.8" })).toBeDefined();
});

it("shows only the differences when asked, as the address says", async () => {
  fakeApi(both);
  renderInApp(<ComparePage />, { at: "/?runs=r1,r2&only=differences" });
  expect(await screen.findByRole("rowheader", { name: "lr" })).toBeDefined();
  expect(screen.queryByRole("rowheader", { name: "Experiment" })).toBeNull();
  await userEvent.click(screen.getByRole("switch", { name: "Only differences" }));
  expect(screen.getByRole("rowheader", { name: "Experiment" })).toBeDefined();
});

it("says that runs agree rather than showing an empty table", async () => {
  fakeApi({ ...both, [`GET ${runs}/r2/`]: { ...one.run, id: "r2" } });
  renderInApp(<ComparePage />, { at: "/?runs=r1,r2&only=differences" });
  expect(await screen.findByText("No differences")).toBeDefined();
});

it("asks for runs where there are none to compare", async () => {
  fakeApi({});
  renderInApp(<ComparePage />, { at: "/?runs=r1" });
  expect(await screen.findByText("Choose runs to compare")).toBeDefined();
});

it("says so when one of them cannot be read", async () => {
  fakeApi({ ...both, [`GET ${runs}/r2/`]: 500 });
  renderInApp(<ComparePage />, { at: "/?runs=r1,r2" });
  expect(await screen.findByText("The runs could not be compared")).toBeDefined();
});
