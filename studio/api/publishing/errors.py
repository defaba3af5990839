"""Errors of publishing as answers."""

from studio.api.domain import Answer, ErrorTable
from studio.publishing.errors import NotPublishable, PipelineDisabled

ERRORS: ErrorTable = {
    PipelineDisabled: Answer(409, "pipeline_disabled"),
    NotPublishable: Answer(
        400,
        "not_publishable",
        extra=lambda error: {"problems": [problem.to_json() for problem in error.problems]},
    ),
}
