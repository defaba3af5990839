"""Running a published pipeline as v1 clients do, and asking how the run is."""

from typing import Any, cast
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.api.authentication import TokenAuthentication
from studio.api.idempotency import IDEMPOTENCY_KEY, idempotency_key
from studio.api.parsers import JSONPatchTypeParser, StrictJSONParser
from studio.api.v1.errors import v1_exception_handler
from studio.api.v1.runs import pipeline_run_entity
from studio.api.v1.serializers import SubmissionSerializer
from studio.publishing.models import PublishedPipeline
from studio.publishing.queries import published_behind, published_of
from studio.publishing.services import Call, submit_published
from studio.runs.models import Run
from studio.workspaces.models import ApiToken, Role, TokenScope, Workspace
from studio.workspaces.queries import role_of

_MAY_RUN = (TokenScope.RUN, TokenScope.MANAGE, TokenScope.ENDPOINT)


class V1View(APIView):
    """Tokens only; a token's workspace must be the one the address names, else there is nothing here."""

    authentication_classes = (TokenAuthentication,)
    parser_classes = (StrictJSONParser, JSONPatchTypeParser)

    token: ApiToken
    workspace: Workspace
    role: Role

    def get_exception_handler(self) -> Any:
        return v1_exception_handler

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        self.token = cast(ApiToken, request.auth)
        self.workspace = self.token.workspace
        role = role_of(self.token.user, self.workspace.pk)
        if role is None or self.workspace.name != self.kwargs["workspace"]:
            raise NotFound
        self.role = role


class PipelineSubmit(V1View):
    @extend_schema(
        operation_id="v1_pipeline_submit",
        request={
            "application/json": SubmissionSerializer,
            "application/json-patch+json": SubmissionSerializer,
        },
        responses={200: OpenApiTypes.OBJECT},
        parameters=[IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, published: UUID, **place: str) -> Response:
        """Runs a published pipeline; the answer's `Id` is the run's."""
        pipeline = self._callable(published)
        body = SubmissionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        call = Call(
            user=self.token.user,
            token=self.token,
            experiment=asked["ExperimentName"],
            parameters=asked.get("ParameterAssignments") or {},
            description=asked.get("Description") or "",
            tags={**(asked.get("Tags") or {}), **(asked.get("tags") or {})},
            continue_on_step_failure=asked.get("ContinueRunOnStepFailure"),
            idempotency_key=idempotency_key(request),
        )
        run = submit_published(pipeline, call)
        return Response(
            pipeline_run_entity(run, published=pipeline.pk, step_count=run.steps.count())
        )

    def _callable(self, published: UUID) -> PublishedPipeline:
        if self.token.scope == TokenScope.ENDPOINT and self.token.published != published:
            raise NotFound
        pipeline = published_of(self.workspace, published)
        if pipeline is None:
            raise NotFound
        if self.token.scope not in _MAY_RUN:
            raise PermissionDenied(f"The token's scope is {self.token.scope}; this needs run.")
        if not self.role.covers(Role.CONTRIBUTOR):
            raise PermissionDenied("The token's user may only read in this workspace.")
        pipeline.workspace = self.workspace
        return pipeline


class PipelineRunDetail(V1View):
    @extend_schema(operation_id="v1_pipeline_run", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, run: UUID, **place: str) -> Response:
        """How a run is; an endpoint token sees the runs of its own pipeline."""
        found = (
            Run.objects.filter(workspace=self.workspace, pk=run)
            .select_related("experiment")
            .first()
        )
        if found is None:
            raise NotFound
        published, _ = published_behind([run]).get(run, (None, ""))
        if self.token.scope == TokenScope.ENDPOINT and published != self.token.published:
            raise NotFound
        return Response(
            pipeline_run_entity(found, published=published, step_count=found.steps.count())
        )
