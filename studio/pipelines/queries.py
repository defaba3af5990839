"""Questions about drafts."""

from uuid import UUID

from django.db.models import Q, QuerySet

from studio.graph.document import parse_document
from studio.graph.model import Problem
from studio.pipelines.checks import problems_in
from studio.pipelines.models import Draft
from studio.workspaces.models import Workspace


def drafts_of(workspace: Workspace, *, search: str = "", deleted: bool = False) -> QuerySet[Draft]:
    """Newest first and without their documents, which lists do not need."""
    drafts = Draft.objects.filter(workspace=workspace, deleted_at__isnull=not deleted)
    for word in search.split():
        drafts = drafts.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return drafts.select_related("created_by", "updated_by").defer("document")


def draft_of(workspace: Workspace, draft: UUID) -> Draft | None:
    """Also a deleted one, so that it can be restored by its id."""
    return (
        Draft.objects.filter(workspace=workspace, pk=draft)
        .select_related("created_by", "updated_by")
        .first()
    )


def draft_names(workspace: Workspace, ids: list[UUID]) -> dict[UUID, str]:
    """Names of drafts, also deleted ones."""
    return dict(Draft.objects.filter(workspace=workspace, pk__in=ids).values_list("id", "name"))


def problems_of(workspace: Workspace, document: object) -> list[Problem]:
    """What stands between this document and a run in this workspace; raises DocumentError for a wrong shape."""
    return problems_in(workspace, parse_document(document))
