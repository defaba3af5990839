/** The one error every call to the API fails with. */
import i18next from "i18next";

/** One line of the API's error shape. `attr` names the field, dotted, or null. */
export interface ApiProblem {
  code: string;
  detail: string;
  attr: string | null;
}

interface ErrorBody {
  type: string;
  errors: ApiProblem[];
  extra?: Record<string, unknown>;
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === "object" && body !== null && Array.isArray((body as { errors?: unknown }).errors);
}

export class ApiError extends Error {
  override readonly name = "ApiError";
  /** HTTP status; 0 when the server could not be reached at all. */
  readonly status: number;
  readonly problems: ApiProblem[];
  /** What the error carries besides words, such as the server's copy of a draft. */
  readonly extra: Record<string, unknown>;

  constructor(status: number, problems: ApiProblem[], extra: Record<string, unknown> = {}) {
    super(problems.map((problem) => problem.detail).join(" ") || i18next.t("ui:error.answered", { status }));
    this.status = status;
    this.problems = problems;
    this.extra = extra;
  }

  /** The first problem's code, as `not_found` or `stale_revision`. */
  get code(): string {
    return this.problems[0]?.code ?? "";
  }

  /** The words for one field of a form, if the server named it. */
  fieldError(attr: string): string | undefined {
    return this.problems.find((problem) => problem.attr === attr)?.detail;
  }

  /** True when asking again may help: the server was away or failed itself. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  static fromResponse(status: number, body: unknown): ApiError {
    if (status >= 500) {
      // "Server Error (500)" helps nobody: say whose fault it is and what to do.
      return new ApiError(status, [{ code: "server_error", detail: i18next.t("ui:error.server", { status }), attr: null }]);
    }
    if (isErrorBody(body)) return new ApiError(status, body.errors, body.extra);
    return new ApiError(status, [{ code: "error", detail: "", attr: null }]);
  }

  static unreachable(): ApiError {
    return new ApiError(0, [{ code: "unreachable", detail: i18next.t("ui:error.unreachable"), attr: null }]);
  }
}
