"""The one place where errors become HTTP: `{"type", "errors": [{"code", "detail", "attr"}], "extra"?}`."""

from typing import Any

from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework.exceptions import APIException

from studio.api.accounts.errors import ERRORS as ACCOUNTS
from studio.api.assets.errors import ERRORS as ASSETS
from studio.api.data.errors import ERRORS as DATA
from studio.api.domain import Answer, Item
from studio.api.pipelines.errors import ERRORS as PIPELINES
from studio.api.publishing.errors import ERRORS as PUBLISHING
from studio.api.runs.errors import ERRORS as RUNS
from studio.api.snapshots.errors import ERRORS as SNAPSHOTS
from studio.api.workspaces.errors import ERRORS as WORKSPACES

ERRORS: dict[type[Exception], Answer] = {
    **ACCOUNTS,
    **WORKSPACES,
    **DATA,
    **PIPELINES,
    **RUNS,
    **SNAPSHOTS,
    **ASSETS,
    **PUBLISHING,
}


class DomainError(APIException):
    """A domain error on its way to becoming an answer."""

    def __init__(self, answer: Answer, error: Exception) -> None:
        lines = answer.lines(error)
        super().__init__(lines[0].detail if lines else None, answer.code)
        self.status_code = answer.status
        self.lines = lines
        self.extra = answer.extra(error) if answer.extra else None  # noqa: S610  # not a queryset
        if answer.wait:
            self.wait = answer.wait(error)


def answer_for(error: Exception) -> Answer | None:
    """The answer of the error's class or of the nearest class it derives from."""
    return next((ERRORS[kind] for kind in type(error).__mro__ if kind in ERRORS), None)


class DomainErrorHandler(ExceptionHandler):
    """Lets views raise domain errors and translates them here."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        answer = answer_for(exc)
        return DomainError(answer, exc) if answer else super().convert_known_exceptions(exc)


class ErrorFormatter(ExceptionFormatter):
    """Adds the lines and the `extra` of domain errors to the standard shape."""

    def run(self) -> Any:
        if not isinstance(self.exc, DomainError):
            return super().run()
        kind = "validation_error" if self.exc.status_code == 400 else self.get_error_type()
        body: dict[str, Any] = {
            "type": str(kind),
            "errors": [_json(line) for line in self.exc.lines],
        }
        if self.exc.extra is not None:
            body["extra"] = self.exc.extra
        return body


def _json(line: Item) -> dict[str, str | None]:
    return {"code": line.code, "detail": line.detail, "attr": line.attr}
