"""Datastores over HTTP: which kinds there are, what is registered, whether it can be reached."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.data.serializers import (
    ConnectionSerializer,
    DatastoreChangeSerializer,
    DatastoreKindSerializer,
    DatastoreSerializer,
    HealthSerializer,
    NewDatastoreSerializer,
)
from studio.api.views import WorkspaceView
from studio.workspaces import datastores
from studio.workspaces.errors import DatastoreNotFound
from studio.workspaces.models import DatastoreRecord, Role
from studio.workspaces.queries import datastore_kinds, datastore_of, datastores_of


class DatastoreView(WorkspaceView):
    """Finds the datastore of the address in the workspace of the address."""

    def record(self) -> DatastoreRecord:
        found = datastore_of(self.workspace, self.kwargs["datastore"])
        if found is None:
            raise DatastoreNotFound
        return found


class DatastoreKindList(WorkspaceView):
    @extend_schema(
        operation_id="datastore_kinds_list", responses=DatastoreKindSerializer(many=True)
    )
    def get(self, request: Request, workspace: UUID) -> Response:
        """Kinds of datastore, each with the fields of its form."""
        return Response(DatastoreKindSerializer(datastore_kinds(), many=True).data)


class DatastoreList(WorkspaceView):
    write_role = Role.OWNER

    @extend_schema(operation_id="datastores_list", responses=DatastoreSerializer(many=True))
    def get(self, request: Request, workspace: UUID) -> Response:
        return Response(DatastoreSerializer(datastores_of(self.workspace), many=True).data)

    @extend_schema(
        operation_id="datastores_create",
        request=NewDatastoreSerializer,
        responses={201: DatastoreSerializer},
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Registers a datastore without contacting it."""
        body = NewDatastoreSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked: dict[str, Any] = body.validated_data
        record = datastores.register(
            self.workspace,
            asked["name"],
            datastores.Connection(asked["kind"], asked["settings"], asked["credentials"]),
            is_default=asked["is_default"],
        )
        return Response(DatastoreSerializer(record).data, status=201)


class DatastoreDetail(DatastoreView):
    write_role = Role.OWNER

    @extend_schema(operation_id="datastores_retrieve", responses=DatastoreSerializer)
    def get(self, request: Request, workspace: UUID, datastore: str) -> Response:
        return Response(DatastoreSerializer(self.record()).data)

    @extend_schema(
        operation_id="datastores_update",
        request=DatastoreChangeSerializer,
        responses=DatastoreSerializer,
    )
    def patch(self, request: Request, workspace: UUID, datastore: str) -> Response:
        """Changes settings or credentials, or makes it the default."""
        record = self.record()
        body = DatastoreChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked: dict[str, Any] = body.validated_data
        if "settings" in asked or "credentials" in asked:
            datastores.change(
                record, given=asked.get("settings"), credentials=asked.get("credentials")
            )
        if "is_default" in asked:
            datastores.make_default(record)
        return Response(DatastoreSerializer(record).data)

    @extend_schema(operation_id="datastores_unregister", responses={204: None})
    def delete(self, request: Request, workspace: UUID, datastore: str) -> Response:
        """Forgets the datastore; its data stays. 409 while something needs it: `extra.users`."""
        datastores.unregister(self.record())
        return Response(status=204)


class DatastoreCheck(DatastoreView):
    @extend_schema(operation_id="datastores_check", request=None, responses=HealthSerializer)
    def post(self, request: Request, workspace: UUID, datastore: str) -> Response:
        """Tries to read and write, and keeps the answer with the datastore."""
        return Response(HealthSerializer(datastores.check(self.record())).data)


class ConnectionCheck(WorkspaceView):
    write_role = Role.OWNER

    @extend_schema(
        operation_id="datastores_check_new",
        request=ConnectionSerializer,
        responses=HealthSerializer,
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Tries settings and credentials before they are registered; keeps nothing."""
        body = ConnectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        health = datastores.check_unregistered(datastores.Connection(**body.validated_data))
        return Response(HealthSerializer(health).data)
