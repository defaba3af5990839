import { describe, expect, it } from "vitest";

type Words = { [key: string]: string | Words };

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.{ts,tsx}"], { eager: true, query: "?raw", import: "default" });
const files = import.meta.glob<Words>("./en/*.json", { eager: true, import: "default" });
const plurals = ["", "_one", "_other"];

function has(namespace: string, key: string): boolean {
  let words: string | Words | undefined = files[`./en/${namespace}.json`];
  const path = key.split(".");
  const last = path.pop() ?? "";
  for (const part of path) words = typeof words === "object" ? words[part] : undefined;
  const leaves = typeof words === "object" ? words : {};
  return plurals.some((ending) => typeof leaves[last + ending] === "string");
}

/** Keys written out in a file; those put together at run time have to be tested where they are used. */
function missingIn(source: string): string[] {
  const namespaces = [...source.matchAll(/useTranslation\(\[?"([\w-]+)"/g)].map(([, name = ""]) => name);
  if (namespaces.length === 0) return [];
  return [...source.matchAll(/\bt\("([\w:.-]+)"/g)]
    .map(([, key = ""]) => key)
    .filter((key) => {
      const [namespace, name] = key.includes(":") ? (key.split(":") as [string, string]) : [undefined, key];
      return !(namespace ? [namespace] : namespaces).some((each) => has(each, name));
    });
}

describe("the words of the interface", () => {
  it.each(Object.keys(sources).filter((path) => missingIn(sources[path] ?? "").length > 0))("are all there for %s", (path) => {
    expect(missingIn(sources[path] ?? "")).toEqual([]);
  });

  it("are found by this test at all", () => {
    expect(missingIn('useTranslation("app"); t("search"); t("no.such.words")')).toEqual(["no.such.words"]);
  });
});
