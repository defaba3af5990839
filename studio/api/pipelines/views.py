"""Drafts over HTTP."""

from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.paging import LastChangedFirst
from studio.api.pipelines.preconditions import expected_revision
from studio.api.pipelines.serializers import (
    CheckSerializer,
    DraftChangeSerializer,
    DraftRowSerializer,
    DraftSerializer,
    NewDraftSerializer,
    ProblemsSerializer,
    draft_with_problems,
)
from studio.api.views import WorkspaceView
from studio.pipelines import services
from studio.pipelines.models import Draft
from studio.pipelines.queries import draft_of, drafts_of, problems_of
from studio.runs.queries import last_runs_of_drafts
from studio.workspaces.models import Role, TokenScope

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The revision that was read."
)


class DraftView(WorkspaceView):
    """Finds the draft of the address in the workspace of the address."""

    def draft(self, *, deleted: bool = False) -> Draft:
        draft = draft_of(self.workspace, self.kwargs["draft"])
        if draft is None or (draft.deleted_at is not None and not deleted):
            raise NotFound
        draft.workspace = self.workspace
        return draft

    def answer(self, draft: Draft, status: int = 200) -> Response:
        draft.workspace = self.workspace
        body = DraftSerializer(draft_with_problems(draft)).data
        return Response(body, status=status, headers={"ETag": f'"{draft.revision}"'})


class DraftList(DraftView):
    pagination_class = LastChangedFirst
    serializer_class = DraftRowSerializer

    @extend_schema(
        operation_id="drafts_list",
        parameters=[OpenApiParameter("search", str), OpenApiParameter("deleted", bool)],
        responses=DraftRowSerializer(many=True),
    )
    def get(self, request: Request, workspace: UUID) -> Response:
        """Drafts of the workspace, last changed first."""
        deleted = request.query_params.get("deleted", "") in ("1", "true")
        drafts = drafts_of(
            self.workspace, search=request.query_params.get("search", "")[:200], deleted=deleted
        )
        page = self.paginate_queryset(drafts) or []
        last_runs = last_runs_of_drafts([draft.pk for draft in page])
        rows = DraftRowSerializer(page, many=True, context={"last_runs": last_runs})
        return self.get_paginated_response(rows.data)

    @extend_schema(
        operation_id="drafts_create", request=NewDraftSerializer, responses={201: DraftSerializer}
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """A new draft: empty, from a document, from an example, or a copy of another."""
        body = NewDraftSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(self._create(**body.validated_data), 201)

    def _create(
        self,
        name: str,
        description: str,
        document: Any = None,
        example: str = "",
        duplicate_of: UUID | None = None,
    ) -> Draft:
        who = {"user": self.user}
        if example:
            return services.create_from_example(
                workspace=self.workspace, example=example, name=name, **who
            )
        if duplicate_of:
            original = draft_of(self.workspace, duplicate_of)
            if original is None:
                raise NotFound
            return services.duplicate_draft(original, name=name, **who)
        return services.create_draft(
            workspace=self.workspace, name=name, description=description, document=document, **who
        )


class DraftDetail(DraftView):
    serializer_class = DraftSerializer

    @extend_schema(operation_id="drafts_retrieve", responses=DraftSerializer)
    def get(self, request: Request, workspace: UUID, draft: UUID) -> Response:
        """One draft, also a deleted one, with its document and problems."""
        return self.answer(self.draft(deleted=True))

    @extend_schema(
        operation_id="drafts_update",
        request=DraftChangeSerializer,
        responses=DraftSerializer,
        parameters=[IF_MATCH],
    )
    def patch(self, request: Request, workspace: UUID, draft: UUID) -> Response:
        """Saves a document (428 without If-Match, 412 with the current draft when it is stale), renames."""
        body = DraftChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        document = changes.pop("document", None)
        with transaction.atomic():
            saved = self.draft()
            if document is not None:
                revision = expected_revision(request)
                saved = services.save_draft(
                    saved, user=self.user, document=document, expected_revision=revision
                )
            if changes:
                saved = services.rename_draft(saved, user=self.user, **changes)
        return self.answer(saved)

    @extend_schema(operation_id="drafts_delete", responses={204: None})
    def delete(self, request: Request, workspace: UUID, draft: UUID) -> Response:
        """Takes it off the list; `restore` brings it back."""
        services.delete_draft(self.draft())
        return Response(status=204)


class DraftRestore(DraftView):
    @extend_schema(operation_id="drafts_restore", request=None, responses=DraftSerializer)
    def post(self, request: Request, workspace: UUID, draft: UUID) -> Response:
        return self.answer(services.restore_draft(self.draft(deleted=True)))


class DraftCheck(DraftView):
    """Checks without saving: whoever may read may ask."""

    write_role = Role.READER
    write_scope = TokenScope.READ

    @extend_schema(
        operation_id="drafts_check", request=CheckSerializer, responses=ProblemsSerializer
    )
    def post(self, request: Request, workspace: UUID, draft: UUID) -> Response:
        self.draft()
        body = CheckSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        problems = problems_of(self.workspace, body.validated_data["document"])
        return Response(ProblemsSerializer({"problems": problems}).data)
