"""Errors in the shape of the v1 pipelines service: `{"Error": {"Code", "Message", …}, "Correlation"}`."""

import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from studio.api.errors import answer_for
from studio.publishing.errors import PipelineDisabled
from studio.runs.errors import InvalidParameters

logger = logging.getLogger(__name__)

_CODES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    409: "Conflict",
    413: "RequestTooLarge",
    415: "UnsupportedMediaType",
    422: "IdempotencyMismatch",
    429: "TooManyRequests",
}
Detail = dict[str, str | None]


def v1_exception_handler(error: Exception, context: dict[str, Any]) -> Response:
    """The status is the one our own API gives; only the words' form differs."""
    if isinstance(error, PipelineDisabled):
        return _answer(409, "PipelineDisabled", str(error.__doc__))
    if isinstance(error, InvalidParameters):
        return _invalid_parameters(error)
    if known := answer_for(error):
        details: list[Detail] = [
            {"Code": line.code, "Message": line.detail, "Target": line.attr}
            for line in known.lines(error)
        ]
        return _answer(
            known.status, _CODES.get(known.status, "Error"), str(details[0]["Message"]), details
        )
    if isinstance(error, ValidationError):
        details = list(_validation_details(error.get_full_details()))
        message = "; ".join(f"{detail['Target']}: {detail['Message']}" for detail in details)
        return _answer(400, "BadRequest", message, details)
    return _of_framework(error, context)


def _of_framework(error: Exception, context: dict[str, Any]) -> Response:
    response = exception_handler(error, context)
    if response is None:
        set_rollback()
        logger.error("A v1 call failed", exc_info=error)
        return _answer(500, "InternalServerError", "Something went wrong on our side.")
    message = str(error.detail) if isinstance(error, APIException) else "There is nothing here."
    answer = _answer(response.status_code, _CODES.get(response.status_code, "Error"), message)
    for header in ("WWW-Authenticate", "Retry-After"):
        if header in response:
            answer.headers[header] = response.headers[header]
    return answer


def _invalid_parameters(error: InvalidParameters) -> Response:
    valid = ", ".join(error.known) or "none"
    details: list[Detail] = []
    for problem in error.problems:
        name = str(problem.detail.get("name", problem.field))
        if problem.code == "unknown_parameter":
            message = f"The pipeline has no parameter {name!r}. Its parameters are: {valid}."
        else:
            message = f"Parameter {name!r} takes {problem.detail.get('expected')}. The parameters are: {valid}."
        details.append({"Code": problem.code, "Message": message, "Target": name})
    return _answer(
        400, "InvalidParameter", " ".join(str(detail["Message"]) for detail in details), details
    )


def _validation_details(details: Any, target: str = "") -> Iterator[Detail]:
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield {
            "Code": str(details["code"]),
            "Message": str(details["message"]),
            "Target": target or None,
        }
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _validation_details(inner, f"{target}.{name}" if target else str(name))
    else:
        for inner in details:
            yield from _validation_details(inner, target)


def _answer(status: int, code: str, message: str, details: list[Detail] | None = None) -> Response:
    target = details[0]["Target"] if details else None
    error = {
        "Code": code,
        "Message": message,
        "Target": target,
        "Details": details or [],
        "InnerError": None,
    }
    return Response({"Error": error, "Correlation": {"RequestId": str(uuid4())}}, status=status)
