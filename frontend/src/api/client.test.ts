import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { client, unwrap } from "./client";
import { ApiError } from "./errors";

const asked: Request[] = [];

function answers(status: number, body: unknown): void {
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(request);
    const text = body === undefined ? null : JSON.stringify(body);
    return Promise.resolve(new Response(text, { status, headers: { "Content-Type": "application/json" } }));
  });
}

const place = { params: { path: { workspace: "w" } } };

beforeEach(() => {
  asked.length = 0;
  document.cookie = "csrftoken=secret-of-the-form";
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a call to the API", () => {
  it("gives the answer's data", async () => {
    answers(200, { id: "w", name: "main", role: "owner" });
    expect(await unwrap(client.GET("/api/workspaces/{workspace}/", place))).toMatchObject({ name: "main" });
  });

  it("sends the CSRF token with what writes, and only with that", async () => {
    answers(200, {});
    await unwrap(client.GET("/api/session/"));
    await unwrap(client.POST("/api/session/sign-out/"));
    expect(asked.map((request) => request.headers.get("X-CSRFToken"))).toEqual([null, "secret-of-the-form"]);
  });

  it("fails with the API's words, its code and the field it names", async () => {
    answers(400, {
      type: "validation_error",
      errors: [{ code: "required", detail: "A draft needs a name.", attr: "name" }],
    });
    const error = await unwrap(client.GET("/api/session/")).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, code: "required", message: "A draft needs a name.", isTransient: false });
    expect((error as ApiError).fieldError("name")).toBe("A draft needs a name.");
    expect((error as ApiError).fieldError("other")).toBeUndefined();
  });

  it("carries what the server adds, such as its own copy of a draft", async () => {
    const errors = [{ code: "stale_revision", detail: "Somebody saved.", attr: null }];
    answers(412, { type: "client_error", errors, extra: { current: { revision: 8 } } });
    await expect(unwrap(client.GET("/api/session/"))).rejects.toMatchObject({ extra: { current: { revision: 8 } } });
  });

  it("fails readably when the answer is no API answer at all", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>Bad gateway</html>", { status: 502 })));
    await expect(unwrap(client.GET("/api/session/"))).rejects.toMatchObject({
      status: 502,
      isTransient: true,
    });
  });

  it("says that the server cannot be reached when no answer came", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(unwrap(client.GET("/api/session/"))).rejects.toMatchObject({ status: 0, code: "unreachable" });
  });

  it("passes on that it was given up, which is no failure", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new DOMException("given up", "AbortError")));
    await expect(unwrap(client.GET("/api/session/"))).rejects.toBeInstanceOf(DOMException);
  });
});
