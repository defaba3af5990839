"""Errors of runs as answers."""

from studio.api.domain import Answer, ErrorTable, Item
from studio.runs.errors import (
    AlreadyEnded,
    InvalidParameters,
    InvalidPipeline,
    KeyReused,
    UnknownBlob,
    UnknownStep,
)
from studio.runs.log_search import BadPattern


def _problem_items(error: InvalidPipeline) -> list[Item]:
    return [
        Item(problem.code, f"{problem.code} at {problem.node or 'the pipeline'}", problem.node)
        for problem in error.problems
        if problem.severity == "error"
    ]


def _parameter_items(error: InvalidParameters) -> list[Item]:
    known = ", ".join(error.known) or "none"
    return [
        Item(
            problem.code, _said(problem.code, problem.detail, known), f"parameters.{problem.field}"
        )
        for problem in error.problems
    ]


def _said(code: str, detail: object, known: str) -> str:
    told = detail if isinstance(detail, dict) else {}
    if code == "unknown_parameter":
        return f"The pipeline has no parameter {told.get('name')}. It has: {known}."
    return f"The parameter {told.get('name')} must be of type {told.get('expected')}."


ERRORS: ErrorTable = {
    InvalidPipeline: Answer(
        400, "invalid_pipeline", items=_problem_items,
        extra=lambda error: {"problems": [problem.to_json() for problem in error.problems]},
    ),
    InvalidParameters: Answer(
        400, "invalid_parameters", items=_parameter_items,
        extra=lambda error: {"problems": [problem.to_json() for problem in error.problems], "known": error.known},
    ),
    UnknownBlob: Answer(400, "unknown_blob", attr="document", extra=lambda error: {"digests": error.digests}),
    UnknownStep: Answer(400, "unknown_step", attr="part.node_id"),
    KeyReused: Answer(422, "idempotency_key_reused"),
    AlreadyEnded: Answer(409, "already_ended"),
    BadPattern: Answer(400, "bad_pattern", attr="q"),
}  # fmt: skip
