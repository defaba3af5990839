"""Errors of drafts as answers."""

from studio.api.domain import Answer, ErrorTable, Item
from studio.api.pipelines.serializers import DraftSerializer, draft_with_problems
from studio.graph.document import DocumentError
from studio.pipelines.errors import StaleRevision, UnknownExample


def _document_item(error: DocumentError) -> list[Item]:
    attr = f"document.{error.path}" if error.path else "document"
    return [Item(error.code, str(error), attr)]


ERRORS: ErrorTable = {
    DocumentError: Answer(
        400, "invalid_document", items=_document_item, extra=lambda error: {"detail": error.detail}
    ),
    StaleRevision: Answer(
        412,
        "stale_revision",
        extra=lambda error: {"current": DraftSerializer(draft_with_problems(error.current)).data},
    ),
    UnknownExample: Answer(400, "unknown_example", attr="example"),
}
