"""Datasets over HTTP."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.assets.serializers import (
    DatasetDetailSerializer,
    DatasetSerializer,
    DatasetVersionSerializer,
    NewDatasetSerializer,
    NewDatasetVersionSerializer,
)
from studio.api.paging import NewestFirst
from studio.api.previews import PREVIEW, preview_response
from studio.api.views import WorkspaceView
from studio.assets import services
from studio.assets.models import Dataset
from studio.assets.places import Place, checked_places, refuse_nothing
from studio.assets.previews import preview_of
from studio.assets.queries import (
    dataset_of,
    dataset_version,
    dataset_versions,
    datasets_of,
    newest_datasets,
)
from studio.assets.services import Author, Words


class LastChangedFirst(NewestFirst):
    ordering = ("-changed_at", "-id")


class DatasetView(WorkspaceView):
    def dataset(self) -> Dataset:
        found = dataset_of(self.workspace, self.kwargs["dataset"])
        if found is None:
            raise NotFound
        return found

    def answer(self, dataset: Any, status: int = 200) -> Response:
        """The dataset with all its versions."""
        dataset = dataset_of(self.workspace, dataset.name)
        dataset.shown = list(dataset_versions(self.workspace).filter(dataset=dataset))
        dataset.last = dataset.shown[0]
        return Response(DatasetDetailSerializer(dataset).data, status=status)

    def places(self, asked: list[dict[str, str]]) -> list[Place]:
        places = checked_places(self.workspace, [Place(**place) for place in asked])
        refuse_nothing(self.workspace, places)
        return places


class DatasetList(DatasetView):
    serializer_class = DatasetSerializer
    pagination_class = LastChangedFirst

    @extend_schema(
        operation_id="datasets_list",
        parameters=[OpenApiParameter("search", str)],
        responses=DatasetSerializer(many=True),
    )
    def get(self, request: Request, workspace: UUID) -> Response:
        """Those with a new version first."""
        search = request.query_params.get("search", "")[:200]
        page: list[Any] = self.paginate_queryset(datasets_of(self.workspace, search=search)) or []
        newest = newest_datasets(self.workspace, page)
        for row in page:
            row.last = newest[row.pk]
        return self.get_paginated_response(DatasetSerializer(page, many=True).data)

    @extend_schema(
        operation_id="datasets_create",
        request=NewDatasetSerializer,
        responses={201: DatasetDetailSerializer},
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Names places that hold data; nothing is copied."""
        body = NewDatasetSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        version = services.register_dataset(
            self.workspace, Author(self.user), asked["name"], asked["kind"],
            self.places(asked["paths"]), Words(asked["description"], asked.get("tags", {})),
        )  # fmt: skip
        return self.answer(version.dataset, 201)


class DatasetDetail(DatasetView):
    @extend_schema(operation_id="datasets_retrieve", responses=DatasetDetailSerializer)
    def get(self, request: Request, workspace: UUID, dataset: str) -> Response:
        return self.answer(self.dataset())

    @extend_schema(operation_id="datasets_delete", responses={204: None})
    def delete(self, request: Request, workspace: UUID, dataset: str) -> Response:
        """Takes the name away from the data; the data stays where it is."""
        services.unregister_dataset(self.dataset())
        return Response(status=204)


class DatasetVersions(DatasetView):
    @extend_schema(
        operation_id="dataset_versions_create",
        request=NewDatasetVersionSerializer,
        responses={201: DatasetVersionSerializer},
    )
    def post(self, request: Request, workspace: UUID, dataset: str) -> Response:
        """Adds the next version; steps that ask for `latest` get it from their next run on."""
        named = self.dataset()
        body = NewDatasetVersionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        made = services.add_dataset_version(
            named, Author(self.user), self.places(asked["paths"]),
            Words(asked["description"], asked.get("tags", {})),
        )  # fmt: skip
        version = dataset_version(self.workspace, named.name, str(made.number))
        return Response(DatasetVersionSerializer(version).data, status=201)


class DatasetPreview(DatasetView):
    @extend_schema(operation_id="dataset_versions_preview", responses=PREVIEW)
    def get(self, request: Request, workspace: UUID, dataset: str, version: int) -> Response:
        """A first look: of a tabular dataset the first rows of its first file."""
        found = dataset_version(self.workspace, dataset, str(version))
        seen, place = preview_of(self.workspace, found)
        return preview_response(seen, self._address(place) if seen.kind == "image" else "")

    def _address(self, place: Place) -> str:
        path = reverse("datastore-content", args=[self.workspace.pk, place.datastore])
        return f"{path}?{urlencode({'path': place.path, 'inline': 1})}"
