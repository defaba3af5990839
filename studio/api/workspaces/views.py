"""Workspaces, their members and the places they have."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from studio.accounts.models import User
from studio.accounts.services import INVITATION_LIFETIME, create_sign_in_link, create_user
from studio.api.views import SignedInView, WorkspaceView
from studio.api.workspaces.serializers import (
    ComputeTargetSerializer,
    InvitedMemberSerializer,
    MemberSerializer,
    NewMemberSerializer,
    NewWorkspaceSerializer,
    RoleSerializer,
    WorkspaceChangeSerializer,
    WorkspaceSerializer,
)
from studio.workspaces.models import Membership, Role
from studio.workspaces.queries import compute_targets_of, members_of, owns_a_workspace
from studio.workspaces.services import (
    add_member,
    change_role,
    change_workspace,
    create_workspace,
    remove_member,
)


class WorkspaceList(SignedInView):
    @extend_schema(
        operation_id="workspaces_create",
        request=NewWorkspaceSerializer,
        responses={201: WorkspaceSerializer},
    )
    def post(self, request: Request) -> Response:
        """Makes a workspace of yours. For owners of another one, unless the installation lets
        anybody."""
        if not (settings.ANYBODY_MAKES_WORKSPACES or owns_a_workspace(self.user)):
            raise PermissionDenied("Only owners of a workspace make another.", "role_missing")
        body = NewWorkspaceSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        workspace: Any = create_workspace(body.validated_data["name"], self.user)
        workspace.role = Role.OWNER
        return Response(WorkspaceSerializer(workspace).data, status=201)


class WorkspaceDetail(WorkspaceView):
    write_role = Role.OWNER

    @extend_schema(operation_id="workspaces_retrieve", responses=WorkspaceSerializer)
    def get(self, request: Request, workspace: UUID) -> Response:
        return self.answer()

    @extend_schema(
        operation_id="workspaces_update",
        request=WorkspaceChangeSerializer,
        responses=WorkspaceSerializer,
    )
    def patch(self, request: Request, workspace: UUID) -> Response:
        """Changes what the workspace is set to."""
        body = WorkspaceChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        change_workspace(self.workspace, **body.validated_data)
        return self.answer()

    def answer(self) -> Response:
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


class ComputeTargetList(WorkspaceView):
    @extend_schema(
        operation_id="compute_targets_list", responses=ComputeTargetSerializer(many=True)
    )
    def get(self, request: Request, workspace: UUID) -> Response:
        return Response(ComputeTargetSerializer(compute_targets_of(self.workspace), many=True).data)
