"""API tokens over HTTP: a person's own, made and revoked in the browser."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.paging import NewestFirst
from studio.api.views import WorkspaceView
from studio.api.workspaces.serializers import (
    CreatedTokenSerializer,
    NewTokenSerializer,
    TokenSerializer,
)
from studio.publishing.queries import published_of
from studio.workspaces.models import Role, TokenScope
from studio.workspaces.queries import tokens_of
from studio.workspaces.tokens import create_token, revoke_token


class TokenList(WorkspaceView):
    session_only = True
    write_role = Role.READER
    serializer_class = TokenSerializer
    pagination_class = NewestFirst

    @extend_schema(operation_id="tokens_list", responses=TokenSerializer(many=True))
    def get(self, request: Request, workspace: UUID) -> Response:
        """Your own tokens; an owner sees everybody's."""
        own = None if self.role == Role.OWNER else self.user
        page = self.paginate_queryset(tokens_of(self.workspace, user=own)) or []
        return self.get_paginated_response(TokenSerializer(page, many=True).data)

    @extend_schema(
        operation_id="tokens_create",
        request=NewTokenSerializer,
        responses={201: CreatedTokenSerializer},
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """The answer shows the token, and nothing shows it again. It can do no more than you can."""
        body = NewTokenSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        published = asked["published_id"]
        if published is not None and published_of(self.workspace, published) is None:
            raise ValidationError(
                {"published_id": ["There is no such published pipeline."]}, "unknown_published"
            )
        token, secret = create_token(
            workspace=self.workspace,
            user=self.user,
            name=asked["name"],
            scope=TokenScope(asked["scope"]),
            published=published,
            expires_at=asked["expires_at"],
        )
        token.token = secret  # type: ignore[attr-defined]  # read by the serializer only
        return Response(CreatedTokenSerializer(token).data, status=201)


class TokenDetail(WorkspaceView):
    session_only = True
    write_role = Role.READER

    @extend_schema(operation_id="tokens_revoke", responses={204: None})
    def delete(self, request: Request, workspace: UUID, token: UUID) -> Response:
        """Revokes it; the next call with it is 401."""
        own = None if self.role == Role.OWNER else self.user
        found = tokens_of(self.workspace, user=own).filter(pk=token).first()
        if found is None:
            raise NotFound
        revoke_token(found)
        return Response(status=204)
