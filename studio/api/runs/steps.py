"""What steps leave behind, over HTTP: metrics, artifacts, outputs."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.bytes import ANY_TYPE, INLINE, RANGE, content_type, file_response
from studio.api.previews import PREVIEW, content_beside, preview_response
from studio.api.runs.serializers import (
    ArtifactSerializer,
    MetricSerializer,
    StepMetricSerializer,
)
from studio.api.runs.views import RunView
from studio.api.views import WorkspaceView
from studio.runs.files import artifact_bytes, output_bytes
from studio.runs.models import Metric, Output, StepRun
from studio.runs.previews import preview_of
from studio.runs.queries import artifacts_of, metrics_of, metrics_of_run, output_of, step_of
from studio.workspaces.errors import FileMissing

PATH = OpenApiParameter("path", str, description="Path of a file; empty for the output itself.")


class StepView(WorkspaceView):
    """Finds the step of the address in the run of the address."""

    def step(self) -> StepRun:
        step = step_of(self.workspace, self.kwargs["run"], self.kwargs["step"])
        if step is None:
            raise NotFound
        return step

    def output(self) -> Output:
        output = output_of(self.step(), self.kwargs["name"])
        if output is None:
            raise NotFound
        return output


class StepMetrics(StepView):
    @extend_schema(operation_id="steps_metrics", responses=MetricSerializer(many=True))
    def get(self, request: Request, workspace: UUID, run: UUID, step: UUID) -> Response:
        """What the script logged, by name in the order of first use."""
        return Response(MetricSerializer(_by_name(metrics_of(self.step())), many=True).data)


class RunMetrics(RunView):
    @extend_schema(operation_id="runs_metrics", responses=StepMetricSerializer(many=True))
    def get(self, request: Request, workspace: UUID, run: UUID) -> Response:
        """What all its steps logged; of reused steps what their sources did."""
        rows = [
            {**metric, "step_id": step.pk, "node_id": step.node_id, "step_name": step.name}
            for step, logged in metrics_of_run(self.run())
            for metric in _by_name(logged)
        ]
        return Response(StepMetricSerializer(rows, many=True).data)


class StepArtifacts(StepView):
    @extend_schema(operation_id="steps_artifacts", responses=ArtifactSerializer(many=True))
    def get(self, request: Request, workspace: UUID, run: UUID, step: UUID) -> Response:
        """Files the script put under ./outputs, by path."""
        rows = [
            {"path": file.path, "size": file.size, "content_type": content_type(file.path)}
            for file in artifacts_of(self.step())
        ]
        return Response(ArtifactSerializer(rows, many=True).data)


class StepArtifactContent(StepView):
    @extend_schema(
        operation_id="steps_artifact_content", parameters=[PATH, INLINE, RANGE], responses=ANY_TYPE
    )
    def get(self, request: Request, workspace: UUID, run: UUID, step: UUID) -> HttpResponseBase:
        """One artifact's bytes."""
        path = request.query_params.get("path", "")
        artifact = artifacts_of(self.step()).select_related("attempt").filter(path=path).first()
        if artifact is None:
            raise FileMissing(path)
        return file_response(request, artifact_bytes(self.workspace, artifact), path)


class OutputContent(StepView):
    @extend_schema(
        operation_id="steps_output_content", parameters=[PATH, INLINE, RANGE], responses=ANY_TYPE
    )
    def get(
        self, request: Request, workspace: UUID, run: UUID, step: UUID, name: str
    ) -> HttpResponseBase:
        """The bytes of an output, or of one file of a folder."""
        path = request.query_params.get("path", "")
        output = self.output()
        return file_response(
            request, output_bytes(self.workspace, output, path), path or output.name
        )


class OutputPreview(StepView):
    @extend_schema(
        operation_id="steps_output_preview",
        parameters=[PATH],
        responses=PREVIEW,
    )
    def get(self, request: Request, workspace: UUID, run: UUID, step: UUID, name: str) -> Response:
        """A first look: 200 rows of a table, a picture's address, the beginning of a text."""
        path = request.query_params.get("path", "")
        seen = preview_of(self.workspace, self.output(), path)
        return preview_response(seen, content_beside(request, path))


def _by_name(metrics: Iterable[Metric]) -> list[dict[str, Any]]:
    """In the order of first use."""
    named: dict[str, dict[str, Any]] = {}
    for metric in metrics:
        row = named.setdefault(
            metric.name, {"name": metric.name, "kind": metric.kind, "values": []}
        )
        row["values"].append(_value(metric))
    return list(named.values())


def _value(metric: Metric) -> dict[str, Any]:
    return {"value": metric.value, "step": metric.step, "at": metric.at}
