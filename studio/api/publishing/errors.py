"""Errors of publishing as answers."""

from studio.api.domain import Answer, ErrorTable
from studio.api.problems import problem_items
from studio.publishing.errors import NotPublishable, PipelineDisabled

ERRORS: ErrorTable = {
    PipelineDisabled: Answer(409, "pipeline_disabled"),
    NotPublishable: Answer(
        400,
        "not_publishable",
        items=lambda error: problem_items(error.problems, error.titles),
        extra=lambda error: {"problems": [problem.to_json() for problem in error.problems]},
    ),
}
