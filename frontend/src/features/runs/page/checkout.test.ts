import { describe, expect, it } from "vitest";
import { checkoutOf } from "./checkout";

const git = (facts: Record<string, string>) =>
  checkoutOf({ properties: Object.fromEntries(Object.entries(facts).map(([name, value]) => [`azureml.git.${name}`, value])) });

describe("the checkout of a run", () => {
  it("links to a repository on the web, without its ending", () => {
    expect(git({ repository_uri: "https://git.example/ml/churn.git", commit: "ab12", branch: "main", dirty: "True" })).toEqual({
      repository: "https://git.example/ml/churn.git", link: "https://git.example/ml/churn", branch: "main", commit: "ab12", isDirty: true,
    });
  });

  it.each(["git@git.example:ml/churn.git", "javascript:alert(1)"])("names %s without a link", (repository_uri) => {
    expect(git({ repository_uri })?.link).toBeNull();
  });

  it("is not there when the files came from elsewhere", () => {
    expect(git({})).toBeNull();
  });
});
