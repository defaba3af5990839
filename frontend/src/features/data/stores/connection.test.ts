import { describe, expect, it } from "vitest";
import type { DatastoreField, DatastoreKind } from "@/api/datastores";
import { connectionOf, emptyForm, isComplete, NO_WAY, waysOf } from "./connection";
import { placeOf } from "./place";

const field = (name: string, more: Partial<DatastoreField> = {}): DatastoreField => ({
  name, title: name, help: "", secret: false, required: false, group: "", ...more,
});
const lake: DatastoreKind = {
  kind: "lake", title: "Lake", description: "", needs_credentials: true,
  fields: [
    field("endpoint", { required: true }),
    field("prefix"),
    field("account_key", { title: "Account key", secret: true, group: "account key" }),
    field("tenant_id", { group: "service principal" }),
    field("client_secret", { secret: true, group: "service principal" }),
  ],
};

describe("the form of a datastore", () => {
  it("offers one way to sign in for each group, and none of its own only where the kind allows it", () => {
    expect(waysOf(lake).map(({ title }) => title)).toEqual(["Account key", "Service principal"]);
    expect(waysOf({ ...lake, needs_credentials: false }).at(-1)?.name).toBe(NO_WAY);
    expect(waysOf(lake, true).at(-1)?.name).toBe(NO_WAY);
  });

  it("knows nothing of signing in where a kind has no credentials", () => {
    expect(waysOf({ ...lake, fields: [field("root")] })).toEqual([]);
  });

  it("is complete with its required fields and all of the chosen way", () => {
    const form = { ...emptyForm(lake), way: "service principal", settings: { endpoint: "https://x" } };
    expect(isComplete(lake, form)).toBe(false);
    expect(isComplete(lake, { ...form, credentials: { tenant_id: "t", client_secret: " s " } })).toBe(true);
  });

  it("sends neither empty fields nor blanks around values", () => {
    const form = { way: "account key", settings: { endpoint: " https://x ", prefix: "" }, credentials: { account_key: "k\n" } };
    expect(connectionOf("lake", form)).toEqual({ kind: "lake", settings: { endpoint: "https://x" }, credentials: { account_key: "k" } });
  });
});

it("says where a datastore is in one line", () => {
  expect(placeOf({ settings: { endpoint: "https://x/", container: "raw", prefix: "2030" } })).toBe("https://x/raw/2030");
  expect(placeOf({ settings: { root: "/srv/data" } })).toBe("/srv/data");
  expect(placeOf({ settings: {} })).toBe("");
});
