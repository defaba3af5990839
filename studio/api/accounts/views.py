"""The session of the person in the browser."""

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from studio.accounts.services import change_password
from studio.api.accounts.serializers import PasswordSerializer, SessionSerializer
from studio.api.views import SignedInView
from studio.workspaces.queries import workspaces_of


class SessionDetail(SignedInView):
    @extend_schema(operation_id="session_retrieve", responses=SessionSerializer)
    def get(self, request: Request) -> Response:
        """Who is signed in and which workspaces they are a member of."""
        places = [
            {"id": workspace.id, "name": workspace.name, "role": role}
            for workspace, role in workspaces_of(self.user)
        ]
        session = {"user": request.user, "workspaces": places, "version": settings.STUDIO_VERSION}
        return Response(SessionSerializer(session).data)


class SignOut(SignedInView):
    @extend_schema(operation_id="session_sign_out", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        logout(request._request)
        return Response(status=204)


class Password(SignedInView):
    @extend_schema(
        operation_id="session_password", request=PasswordSerializer, responses={204: None}
    )
    def post(self, request: Request) -> Response:
        """Sets or changes your password; other sessions of yours end."""
        body = PasswordSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        change_password(self.user, **body.validated_data)
        update_session_auth_hash(request._request, self.user)
        return Response(status=204)
