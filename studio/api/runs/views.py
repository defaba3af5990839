"""Runs over HTTP: submit, list, look, cancel, run again."""

import re
from typing import Any
from uuid import UUID

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.idempotency import IDEMPOTENCY_KEY, idempotency_key
from studio.api.runs.asking import base_of, part_in
from studio.api.runs.filters import NewestRunsFirst, RunFilter
from studio.api.runs.serializers import (
    EventSerializer,
    ExperimentSerializer,
    NewRunSerializer,
    ResubmitSerializer,
    RunRowSerializer,
    RunSerializer,
)
from studio.api.runs.shapes import run_detail, run_rows
from studio.api.views import WorkspaceView
from studio.pipelines.queries import draft_of
from studio.runs import services
from studio.runs.models import Run
from studio.runs.queries import events_of, experiments_of, run_of, runs_of
from studio.workspaces.models import TokenScope

EVENTS_SHOWN = 1_000


class RunView(WorkspaceView):
    """Finds the run of the address in the workspace of the address."""

    write_scope = TokenScope.RUN

    def run(self) -> Run:
        run = run_of(self.workspace, self.kwargs["run"])
        if run is None:
            raise NotFound
        return run

    def answer(self, run: UUID, status: int = 200) -> Response:
        """The run as it is now."""
        found = run_of(self.workspace, run)
        if found is None:
            raise NotFound
        return Response(RunSerializer(run_detail(found)).data, status=status)


class RunList(RunView):
    serializer_class = RunRowSerializer
    pagination_class = NewestRunsFirst
    filter_backends = (DjangoFilterBackend,)
    filterset_class = RunFilter
    queryset = Run.objects.none()

    @extend_schema(operation_id="runs_list", responses=RunRowSerializer(many=True))
    def get(self, request: Request, workspace: UUID) -> Response:
        """Runs of the workspace, newest first."""
        page = self.paginate_queryset(self.filter_queryset(runs_of(self.workspace))) or []
        return self.get_paginated_response(RunRowSerializer(run_rows(page), many=True).data)

    @extend_schema(
        operation_id="runs_create",
        request=NewRunSerializer,
        responses={201: RunSerializer, 200: RunSerializer},
        parameters=[IDEMPOTENCY_KEY],
        filters=False,
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Submits a run: 201, or 200 with the earlier run when this very request was sent before."""
        body = NewRunSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = dict(body.validated_data)
        base = base_of(self.workspace, asked, asked.get("draft"))
        asked.pop("base_run", None)
        submitted = services.submit(
            services.Submission(
                workspace=self.workspace,
                user=self.user,
                idempotency_key=idempotency_key(request),
                rerun_of=base,
                **self._origin(asked.pop("draft", None), asked.pop("document", None)),
                **{**asked, "part": part_in(asked)},
            )
        )
        return self.answer(submitted.run.pk, 201 if submitted.is_new else 200)

    def _origin(self, draft_id: UUID | None, document: object) -> dict[str, Any]:
        if draft_id is None:
            return {"document": document}
        draft = draft_of(self.workspace, draft_id)
        if draft is None:
            raise ValidationError({"draft": ["There is no such draft."]}, "unknown_draft")
        return {
            "document": draft.document if document is None else document,
            "draft_id": draft.pk,
            "draft_name": draft.name,
            "draft_revision": draft.revision,
        }


class RunDetail(RunView):
    @extend_schema(operation_id="runs_retrieve", responses=RunSerializer)
    def get(self, request: Request, workspace: UUID, run: UUID) -> Response:
        """One run with its document, steps and attempts."""
        return self.answer(run)


class RunCancel(RunView):
    @extend_schema(operation_id="runs_cancel", request=None, responses=RunSerializer)
    def post(self, request: Request, workspace: UUID, run: UUID) -> Response:
        """Stops what runs and starts nothing more; 409 when the run was over before."""
        services.cancel_run(self.run().pk, self.user)
        return self.answer(run)


class RunResubmit(RunView):
    @extend_schema(
        operation_id="runs_resubmit",
        request=ResubmitSerializer,
        responses={201: RunSerializer, 200: RunSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, workspace: UUID, run: UUID) -> Response:
        """Runs the same document again, with what is given put in its place."""
        body = ResubmitSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        submitted = services.resubmit_run(
            self.run(),
            self.user,
            asked["parameters"],
            document=asked.get("document"),
            part=part_in(asked),
            regenerate_outputs=asked.get("regenerate_outputs", False),
            idempotency_key=idempotency_key(request),
        )
        return self.answer(submitted.run.pk, 201 if submitted.is_new else 200)


class RunEvents(RunView):
    @extend_schema(
        operation_id="runs_events",
        parameters=[OpenApiParameter("after_seq", int)],
        responses=EventSerializer(many=True),
    )
    def get(self, request: Request, workspace: UUID, run: UUID) -> Response:
        """What happened, in order, at most 1,000 events after `after_seq`."""
        after = whole_number(request, "after_seq", 0, smallest=0)
        events = events_of(self.run().pk, after)[:EVENTS_SHOWN]
        return Response(EventSerializer(events, many=True).data)


class ExperimentList(WorkspaceView):
    pagination_class = None

    @extend_schema(operation_id="experiments_list", responses=ExperimentSerializer(many=True))
    def get(self, request: Request, workspace: UUID) -> Response:
        """Experiments of the workspace, by name."""
        return Response(ExperimentSerializer(experiments_of(self.workspace), many=True).data)


def whole_number(request: Request, name: str, default: int, *, smallest: int) -> int:
    """A query parameter; ValidationError for one that is no whole number or too small."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"-?[0-9]{1,18}", text) or int(text) < smallest:
        problem = f"A whole number from {smallest} on."
        raise ValidationError({name: [problem]}, "bad_number")
    return int(text)
