"""Lineage over HTTP."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.assets.serializers import Shape
from studio.api.views import WorkspaceView
from studio.assets import lineage
from studio.assets.places import Place, checked_places
from studio.assets.queries import LATEST, dataset_version, model_version
from studio.runs.queries import run_of


class RefSerializer(Shape):
    """What a link to the thing needs; which of these are there follows from its type."""

    datastore = serializers.CharField(required=False)
    path = serializers.CharField(required=False)
    run_id = serializers.UUIDField(required=False)
    run_number = serializers.IntegerField(required=False)
    step_id = serializers.UUIDField(required=False)
    node_id = serializers.CharField(required=False)
    state = serializers.CharField(required=False, help_text="Of a step.")
    output = serializers.CharField(required=False)
    name = serializers.CharField(required=False)
    version = serializers.IntegerField(required=False)


class LineageNodeSerializer(Shape):
    """`removed`: its bytes or its registration are gone."""

    id = serializers.CharField()
    type = serializers.ChoiceField(choices=["file", "output", "step", "dataset", "model", "run"])
    title = serializers.CharField()
    subtitle = serializers.CharField()
    ref = RefSerializer()
    removed = serializers.BooleanField()


class LineageEdgeSerializer(Shape):
    """Goes with the data."""

    source = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of this name
    target = serializers.CharField()


class LineageSerializer(Shape):
    """`truncated`: there is more than is shown."""

    nodes = LineageNodeSerializer(many=True)
    edges = LineageEdgeSerializer(many=True)
    focus = serializers.CharField()
    truncated = serializers.BooleanField()


class LineageDetail(WorkspaceView):
    @extend_schema(
        operation_id="lineage_retrieve",
        parameters=[
            OpenApiParameter("datastore", str, description="With `path`: of a file or folder."),
            OpenApiParameter("path", str),
            OpenApiParameter("dataset", str, description="Name of a dataset."),
            OpenApiParameter("model", str, description="Name of a model."),
            OpenApiParameter("version", str, description="A number, or latest."),
            OpenApiParameter("run", UUID),
        ],
        responses=LineageSerializer,
    )
    def get(self, request: Request, workspace: UUID) -> Response:
        """What made one thing and what came of it: of a file, a dataset, a model or a run."""
        asked = {name: text for name, text in request.query_params.dict().items() if text}
        found = self._around(asked)
        edges = [{"source": source, "target": target} for source, target in found.edges]
        answer = {"nodes": found.nodes, "focus": found.focus, "truncated": found.truncated}
        return Response(LineageSerializer({**answer, "edges": edges}).data)

    def _around(self, asked: dict[str, str]) -> lineage.Lineage:
        version = asked.pop("version", LATEST)
        match sorted(asked):
            case ["datastore", "path"]:
                (place,) = checked_places(
                    self.workspace, [Place(asked["datastore"], asked["path"])]
                )
                return lineage.lineage_of_place(self.workspace, place)
            case ["dataset"]:
                dataset = dataset_version(self.workspace, asked["dataset"], version)
                return lineage.lineage_of_dataset(self.workspace, dataset)
            case ["model"]:
                model = model_version(self.workspace, asked["model"], version)
                return lineage.lineage_of_model(self.workspace, model)
            case ["run"]:
                return self._around_run(asked["run"])
        raise ValidationError(
            {"path": ["Give datastore and path, or dataset, or model, or run."]}, "required"
        )

    def _around_run(self, text: str) -> lineage.Lineage:
        try:
            run = run_of(self.workspace, UUID(text))
        except ValueError:
            raise ValidationError({"run": ["This is no id of a run."]}, "invalid") from None
        if run is None:
            raise NotFound
        return lineage.lineage_of_run(self.workspace, run)
