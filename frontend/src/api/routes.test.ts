import { expect, it } from "vitest";
import { files, routes } from "./routes";

it("builds every address of the app", () => {
  expect({
    home: routes.home(),
    designer: routes.designer("main"),
    designerSearch: routes.designer("main", { search: "a b&c" }),
    draft: routes.draft("main", "d1"),
    draftNode: routes.draft("main", "d1", { node: "n1", tab: "problems" }),
    runs: routes.runs("main"),
    runsFiltered: routes.runs("main", { state: "Failed,Canceled", when: "7d", experiment: "" }),
    run: routes.run("main", "r1", { step: "n1", tab: "log", attempt: 2, line: 40 }),
    published: routes.published("main", { status: "all" }),
    publishedPipeline: routes.publishedPipeline("main", "p1"),
    settings: routes.settings("main", "members"),
    strangeName: routes.designer("a/b ?"),
    signIn: routes.signIn(),
    blob: files.blob("w", "ab"),
    artifact: files.artifact("w", "r", "s", "outputs/plot 1.png", true),
    output: files.output("w", "r", "s", "clean data", "part/0.parquet"),
    log: files.log("w", "a"),
    logDownload: files.logDownload("w", "a"),
  }).toMatchInlineSnapshot(`
    {
      "artifact": "/api/workspaces/w/runs/r/steps/s/artifacts/content/?path=outputs%2Fplot+1.png&inline=1",
      "blob": "/api/workspaces/w/blobs/ab/",
      "designer": "/w/main/designer",
      "designerSearch": "/w/main/designer?search=a+b%26c",
      "draft": "/w/main/designer/d1",
      "draftNode": "/w/main/designer/d1?node=n1&tab=problems",
      "home": "/",
      "log": "/api/workspaces/w/attempts/a/log/",
      "logDownload": "/api/workspaces/w/attempts/a/log/?download=1",
      "output": "/api/workspaces/w/runs/r/steps/s/outputs/clean%20data/content/?path=part%2F0.parquet",
      "published": "/w/main/published?status=all",
      "publishedPipeline": "/w/main/published/p1",
      "run": "/w/main/runs/r1?step=n1&tab=log&attempt=2&line=40",
      "runs": "/w/main/runs",
      "runsFiltered": "/w/main/runs?state=Failed%2CCanceled&when=7d",
      "settings": "/w/main/settings/members",
      "signIn": "/sign-in/",
      "strangeName": "/w/a%2Fb%20%3F/designer",
    }
  `);
});
