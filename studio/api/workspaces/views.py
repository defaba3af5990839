"""Workspaces, their members and the places they have."""

from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from studio.accounts.models import User
from studio.accounts.services import INVITATION_LIFETIME, create_sign_in_link, create_user
from studio.api.views import WorkspaceView
from studio.api.workspaces.serializers import (
    ComputeTargetSerializer,
    DatastoreSerializer,
    InvitedMemberSerializer,
    MemberSerializer,
    NewMemberSerializer,
    RoleSerializer,
    StoredFileSerializer,
    WorkspaceSerializer,
)
from studio.workspaces.models import Membership, Role
from studio.workspaces.queries import compute_targets_of, datastores_of, files_of, members_of
from studio.workspaces.services import add_member, change_role, remove_member


class WorkspaceDetail(WorkspaceView):
    @extend_schema(operation_id="workspaces_retrieve", responses=WorkspaceSerializer)
    def get(self, request: Request, workspace: UUID) -> Response:
        self.workspace.role = self.role  # type: ignore[attr-defined]  # read by the serializer only
        return Response(WorkspaceSerializer(self.workspace).data)


class MemberList(WorkspaceView):
    write_role = Role.OWNER

    @extend_schema(operation_id="members_list", responses=MemberSerializer(many=True))
    def get(self, request: Request, workspace: UUID) -> Response:
        return Response(MemberSerializer(members_of(self.workspace), many=True).data)

    @extend_schema(
        operation_id="members_create",
        request=NewMemberSerializer,
        responses={201: InvitedMemberSerializer},
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Adds a user; one who does not exist yet is made and gets a link to sign in with."""
        body = NewMemberSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        with transaction.atomic():
            user = User.objects.filter(username=asked["username"]).first()
            invited = user is None
            if user is None:
                user = create_user(asked["username"], display_name=asked["display_name"])
            member: Any = add_member(self.workspace, user, Role(asked["role"]))
            link = create_sign_in_link(user, lifetime=INVITATION_LIFETIME) if invited else None
        member.sign_in_link = request.build_absolute_uri(link) if link else None
        return Response(InvitedMemberSerializer(member).data, status=201)


class MemberDetail(WorkspaceView):
    write_role = Role.OWNER

    def member(self) -> Membership:
        member = members_of(self.workspace).filter(pk=self.kwargs["member"]).first()
        if member is None:
            raise NotFound
        return member

    @extend_schema(
        operation_id="members_update", request=RoleSerializer, responses=MemberSerializer
    )
    def patch(self, request: Request, workspace: UUID, member: UUID) -> Response:
        found = self.member()
        body = RoleSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changed = change_role(found, Role(body.validated_data["role"]))
        return Response(MemberSerializer(changed).data)

    @extend_schema(operation_id="members_delete", responses={204: None})
    def delete(self, request: Request, workspace: UUID, member: UUID) -> Response:
        """The member loses the workspace at once, and their tokens of it."""
        remove_member(self.member())
        return Response(status=204)


class DatastoreList(WorkspaceView):
    @extend_schema(operation_id="datastores_list", responses=DatastoreSerializer(many=True))
    def get(self, request: Request, workspace: UUID) -> Response:
        return Response(DatastoreSerializer(datastores_of(self.workspace), many=True).data)


class DatastoreFiles(WorkspaceView):
    @extend_schema(
        operation_id="datastore_files_list",
        parameters=[
            OpenApiParameter("prefix", str),
            OpenApiParameter("after", str),
            OpenApiParameter("limit", int),
        ],
        responses=StoredFileSerializer(many=True),
    )
    def get(self, request: Request, workspace: UUID, datastore: str) -> Response:
        """What is directly below a folder, at most `limit` (200) entries after the path `after`."""
        asked = request.query_params
        entries = files_of(
            self.workspace,
            datastore,
            prefix=asked.get("prefix", ""),
            after=asked.get("after") or None,
            limit=_limit(asked.get("limit", "200")),
        )
        return Response(StoredFileSerializer(entries, many=True).data)


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise ValidationError({"limit": ["A number from 1 to 1000."]}, "bad_limit")
    return int(text)


class ComputeTargetList(WorkspaceView):
    @extend_schema(
        operation_id="compute_targets_list", responses=ComputeTargetSerializer(many=True)
    )
    def get(self, request: Request, workspace: UUID) -> Response:
        return Response(ComputeTargetSerializer(compute_targets_of(self.workspace), many=True).data)
