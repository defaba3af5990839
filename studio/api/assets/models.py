"""Models over HTTP."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.archives import zip_response
from studio.api.assets.datasets import LastChangedFirst
from studio.api.assets.serializers import (
    ModelChangeSerializer,
    ModelDetailSerializer,
    ModelFileSerializer,
    ModelSerializer,
    ModelVersionSerializer,
    NewModelSerializer,
)
from studio.api.bytes import ANY_TYPE, INLINE, RANGE, file_response
from studio.api.views import WorkspaceView
from studio.assets import services, sources
from studio.assets.errors import UnknownSource
from studio.assets.files import model_file, model_files
from studio.assets.models import ModelVersion, RegisteredModel
from studio.assets.places import Place
from studio.assets.queries import (
    model_of,
    model_version,
    model_versions,
    models_of,
    newest_models,
)
from studio.assets.services import Author, Words
from studio.runs.queries import step_of

PATH = OpenApiParameter("path", str, description="Path of a file in the model.")


class ModelView(WorkspaceView):
    def model(self) -> RegisteredModel:
        found = model_of(self.workspace, self.kwargs["model"])
        if found is None:
            raise NotFound
        return found

    def version(self) -> ModelVersion:
        return model_version(self.workspace, self.kwargs["model"], str(self.kwargs["version"]))

    def answer(self, model: Any, status: int = 200) -> Response:
        """The model with all its versions."""
        model = model_of(self.workspace, model.name)
        model.shown = list(model_versions(self.workspace).filter(model=model))
        model.last = model.shown[0]
        return Response(ModelDetailSerializer(model).data, status=status)


class ModelList(ModelView):
    serializer_class = ModelSerializer
    pagination_class = LastChangedFirst

    @extend_schema(
        operation_id="models_list",
        parameters=[OpenApiParameter("search", str)],
        responses=ModelSerializer(many=True),
    )
    def get(self, request: Request, workspace: UUID) -> Response:
        """Those with a new version first."""
        search = request.query_params.get("search", "")[:200]
        page: list[Any] = self.paginate_queryset(models_of(self.workspace, search=search)) or []
        newest = newest_models(self.workspace, page)
        for row in page:
            row.last = newest[row.pk]
        return self.get_paginated_response(ModelSerializer(page, many=True).data)

    @extend_schema(
        operation_id="models_create",
        request=NewModelSerializer,
        responses={201: ModelDetailSerializer},
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Registers files that are there as the next version of a name; nothing is copied."""
        body = NewModelSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        source = self._source(asked)
        words = Words(asked["description"], asked.get("tags", {}), asked.get("properties", {}))
        author = Author(self.user, source.step_run)
        made = services.register_model(self.workspace, author, asked["name"], source, words)
        return self.answer(made.model, 201)

    def _source(self, asked: dict[str, Any]) -> sources.Source:
        if "path" in asked:
            return sources.from_path(self.workspace, Place(**asked["path"]))
        made_by = asked["run"]
        step = step_of(self.workspace, made_by["run_id"], made_by["step_id"])
        if step is None:
            raise UnknownSource
        if "output" in made_by:
            return sources.from_output(step, made_by["output"])
        return sources.from_files(step, made_by["path"])


class ModelDetail(ModelView):
    @extend_schema(operation_id="models_retrieve", responses=ModelDetailSerializer)
    def get(self, request: Request, workspace: UUID, model: str) -> Response:
        return self.answer(self.model())


class ModelVersionDetail(ModelView):
    @extend_schema(operation_id="model_versions_retrieve", responses=ModelVersionSerializer)
    def get(self, request: Request, workspace: UUID, model: str, version: int) -> Response:
        return Response(ModelVersionSerializer(self.version()).data)

    @extend_schema(
        operation_id="model_versions_update",
        request=ModelChangeSerializer,
        responses=ModelVersionSerializer,
    )
    def patch(self, request: Request, workspace: UUID, model: str, version: int) -> Response:
        """Replaces what is given of description, tags and properties."""
        found = self.version()
        body = ModelChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.change_model_version(found, body.validated_data)
        return Response(ModelVersionSerializer(found).data)

    @extend_schema(operation_id="model_versions_delete", responses={204: None})
    def delete(self, request: Request, workspace: UUID, model: str, version: int) -> Response:
        """The version leaves the registry; its number is not given again."""
        services.remove_model_version(self.version())
        return Response(status=204)


class ModelFiles(ModelView):
    @extend_schema(operation_id="model_versions_files", responses=ModelFileSerializer(many=True))
    def get(self, request: Request, workspace: UUID, model: str, version: int) -> Response:
        """Every file of the version, by path."""
        return Response(ModelFileSerializer(model_files(self.version()), many=True).data)


class ModelContent(ModelView):
    @extend_schema(
        operation_id="model_versions_content",
        parameters=[PATH, INLINE, RANGE],
        responses=ANY_TYPE,
    )
    def get(self, request: Request, workspace: UUID, model: str, version: int) -> HttpResponseBase:
        """The bytes of one file; without `path` of a model that is one file."""
        found = model_file(self.workspace, self.version(), request.query_params.get("path", ""))
        return file_response(request, found.stored, found.path)


class ModelArchive(ModelView):
    @extend_schema(
        operation_id="model_versions_archive",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def get(
        self, request: Request, workspace: UUID, model: str, version: int
    ) -> StreamingHttpResponse:
        """All files in one zip."""
        found = self.version()
        files = [
            (file["path"], file["size"], model_file(self.workspace, found, file["path"]).stored)
            for file in model_files(found)
        ]
        return zip_response(f"{model}-{version}.zip", files)
