"""What every view of a workspace shares: a foreign workspace is 404, a missing role or scope 403."""

from typing import Any, ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.views import APIView

from studio.accounts.models import User
from studio.workspaces.models import ApiToken, Role, TokenScope, Workspace
from studio.workspaces.queries import membership_of

_REACH = {
    TokenScope.READ: {TokenScope.READ},
    TokenScope.RUN: {TokenScope.READ, TokenScope.RUN},
    TokenScope.MANAGE: {TokenScope.READ, TokenScope.RUN, TokenScope.MANAGE},
    TokenScope.ENDPOINT: {TokenScope.ENDPOINT},
}


class PersonalView(GenericAPIView[Any]):
    """`self.user` is who asks, known to be somebody."""

    @property
    def user(self) -> User:
        return cast(User, self.request.user)


class SignedInView(PersonalView):
    """For people in a browser: a token may not use it."""

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if isinstance(request.auth, ApiToken):
            raise PermissionDenied("A token may not do this. Sign in.", "session_needed")


class WorkspaceView(PersonalView):
    """Has `self.workspace` and `self.role` once the caller was let in.

    `read_*` is what GET needs, `write_*` what the other methods need. A session needs the role
    alone; a token needs its user's role and a scope that reaches.
    """

    read_role: ClassVar[Role] = Role.READER
    write_role: ClassVar[Role] = Role.CONTRIBUTOR
    read_scope: ClassVar[TokenScope] = TokenScope.READ
    write_scope: ClassVar[TokenScope] = TokenScope.MANAGE
    session_only: ClassVar[bool] = False
    pagination_class: Any = None  # a list that can grow without bound names its own

    workspace: Workspace
    role: Role

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        self._enter_workspace(request)
        reading = request.method in SAFE_METHODS
        self._need_scope(request, self.read_scope if reading else self.write_scope)
        if not self.role.covers(self.read_role if reading else self.write_role):
            raise PermissionDenied(f"Your role in this workspace is {self.role}.", "role_missing")

    def _enter_workspace(self, request: Request) -> None:
        membership = membership_of(self.user, self.kwargs["workspace"])
        if membership is None:
            raise NotFound
        if (
            isinstance(request.auth, ApiToken)
            and request.auth.workspace_id != membership.workspace_id
        ):
            raise NotFound
        self.workspace, self.role = membership.workspace, Role(membership.role)

    def _need_scope(self, request: Request, needed: TokenScope) -> None:
        token = request.auth
        if not isinstance(token, ApiToken):
            return
        if self.session_only:
            raise PermissionDenied("A token may not do this. Sign in.", "session_needed")
        if needed not in _REACH[TokenScope(token.scope)]:
            raise PermissionDenied(
                f"The token's scope is {token.scope}; this needs {needed}.", "scope_missing"
            )


@extend_schema(exclude=True)
class NotHere(APIView):
    """Whatever else is asked under /api/: 401 for a stranger, 404 in our one error shape for the rest."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound
