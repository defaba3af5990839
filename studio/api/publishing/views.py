"""Published pipelines over HTTP."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.paging import NewestFirst
from studio.api.publishing.endpoints import curl_text, endpoint_url
from studio.api.publishing.serializers import (
    NewPublishedSerializer,
    PublishedRowSerializer,
    PublishedSerializer,
)
from studio.api.views import WorkspaceView
from studio.pipelines.queries import draft_of
from studio.publishing import services
from studio.publishing.models import PublishedPipeline
from studio.publishing.queries import (
    call_counts,
    last_runs,
    published_in,
    published_of,
    refused_counts,
)
from studio.runs.queries import run_of


class PublishedView(WorkspaceView):
    def context(self, rows: list[PublishedPipeline]) -> dict[str, Any]:
        """What the serializers put beside the rows: five queries, however many rows."""
        return {
            "endpoints": {
                row.pk: endpoint_url(self.request, row, self.workspace.name) for row in rows
            },
            "last_runs": last_runs(rows),
            "call_counts": call_counts([row.pk for row in rows], now=timezone.now()),
            "refused_counts": refused_counts(rows),
        }

    def published(self) -> PublishedPipeline:
        found = published_of(self.workspace, self.kwargs["published"])
        if found is None:
            raise NotFound
        return found

    def answer(self, published: UUID, status: int = 200) -> Response:
        row = published_of(self.workspace, published)
        if row is None:
            raise NotFound
        context = self.context([row])
        context["curls"] = {row.pk: curl_text(context["endpoints"][row.pk], row)}
        return Response(PublishedSerializer(row, context=context).data, status=status)


class PublishedList(PublishedView):
    serializer_class = PublishedRowSerializer
    pagination_class = NewestFirst

    @extend_schema(
        operation_id="published_pipelines_list",
        parameters=[
            OpenApiParameter("search", str),
            OpenApiParameter("status", str, enum=["active", "all"]),
        ],
        responses=PublishedRowSerializer(many=True),
    )
    def get(self, request: Request, workspace: UUID) -> Response:
        """Newest first; disabled ones only with `status=all`."""
        status = request.query_params.get("status", "active")
        if status not in ("active", "all"):
            raise ValidationError({"status": ["Either active or all."]}, "bad_status")
        search = request.query_params.get("search", "")[:200]
        found = published_in(self.workspace, search=search, active_only=status == "active").defer(
            "document"
        )
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(
            PublishedRowSerializer(page, many=True, context=self.context(page)).data
        )

    @extend_schema(
        operation_id="published_pipelines_create",
        request=NewPublishedSerializer,
        responses={201: PublishedSerializer},
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Freezes a draft or a run's document under a name and version, active at once."""
        body = NewPublishedSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self.answer(self._publish(**body.validated_data).pk, 201)

    def _publish(
        self, *, draft: UUID | None = None, run: UUID | None = None, **words: str
    ) -> PublishedPipeline:
        if draft is not None:
            found = draft_of(self.workspace, draft)
            if found is None or found.deleted_at:
                raise ValidationError({"draft": ["There is no such draft."]}, "unknown_draft")
            return services.publish_draft(found, user=self.user, **words)
        source = run_of(self.workspace, run) if run else None
        if source is None:
            raise ValidationError({"run": ["There is no such run."]}, "unknown_run")
        return services.publish_run(source, user=self.user, **words)


class PublishedDetail(PublishedView):
    @extend_schema(operation_id="published_pipelines_retrieve", responses=PublishedSerializer)
    def get(self, request: Request, workspace: UUID, published: UUID) -> Response:
        return self.answer(published)


class PublishedEnable(PublishedView):
    @extend_schema(
        operation_id="published_pipelines_enable", request=None, responses=PublishedSerializer
    )
    def post(self, request: Request, workspace: UUID, published: UUID) -> Response:
        """Calls are taken again."""
        services.enable(self.published())
        return self.answer(published)


class PublishedDisable(PublishedView):
    @extend_schema(
        operation_id="published_pipelines_disable", request=None, responses=PublishedSerializer
    )
    def post(self, request: Request, workspace: UUID, published: UUID) -> Response:
        """From here on calls answer 409 and make no run."""
        services.disable(self.published())
        return self.answer(published)
