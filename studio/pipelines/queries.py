"""Questions about drafts."""

from uuid import UUID

from django.db.models import Q, QuerySet

from studio import catalog
from studio.graph.checks import check_document
from studio.graph.document import parse_document
from studio.graph.model import Problem
from studio.pipelines.models import Draft
from studio.workspaces.models import Workspace
from studio.workspaces.queries import compute_targets_of, datastores_of


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
    return check_document(
        parse_document(document),
        catalog.kinds(),
        compute_targets={target.name for target in compute_targets_of(workspace)},
        datastores={datastore.name for datastore in datastores_of(workspace)},
    )
