import { describe, expect, it } from "vitest";
import { i18next } from "@/i18n";
import { reasonAdvice, REASONS, reasonInShort, reasonSentence } from "./reasons";

const t = i18next.getFixedT("en", "run");
const names = new Map([["n1", "Split data"]]);
const detail = {
  exit_code: 3, signal: 9, timeout_s: 60, max_rss_bytes: 1e9, node: "laptop", datastore: "blobs", outputs: ["model"], by: "Ana",
};

describe.each(REASONS)("%s", (code) => {
  it("is said in one whole sentence, shortly, and with what to do", () => {
    const sentence = reasonSentence(t, { code, detail }, names);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).not.toContain("{{");
    expect(reasonAdvice(t, { code, detail }).length).toBeGreaterThan(20);
    expect(reasonInShort(t, { code, detail })).not.toMatch(/short\.|\{\{/);
  });
});

it("names the step that was in the way", () => {
  const reason = { code: "UpstreamFailed", detail: { because: ["n1"] } };
  expect(reasonSentence(t, reason, names)).toBe("It did not run on because Split data did not complete.");
});

it("an unknown code is a mistake of the studio, not an empty screen", () => {
  expect(reasonSentence(t, { code: "Sunspots", detail: {} }, names)).toBe("The studio itself made a mistake.");
});
