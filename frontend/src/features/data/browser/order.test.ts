import { expect, it } from "vitest";
import { needsAll, readOrder, sorted, writeOrder } from "./order";

const entry = (path: string, size: number, is_folder = false) => ({ path, size, modified: "2030-01-01T00:00:00Z", is_folder });
const entries = [entry("b", 3), entry("z", 0, true), entry("a", 5)];

it("puts folders first and sorts the rest as asked", () => {
  const paths = (text: string | null) => sorted(entries, readOrder(text)).map(({ path }) => path).join("");
  expect(paths(null)).toBe("zab");
  expect(paths("-name")).toBe("zba");
  expect(paths("size")).toBe("zba");
  expect(paths("-size")).toBe("zab");
});

it("keeps the order in the address, and nothing for the usual one", () => {
  expect(writeOrder(readOrder("-modified"))).toBe("-modified");
  expect(writeOrder(readOrder("nonsense"))).toBeNull();
});

it("reads the whole folder only for an order that the server does not have", () => {
  expect(["name", "-name", "size"].map((text) => needsAll(readOrder(text)))).toEqual([false, true, true]);
});
