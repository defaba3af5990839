"""Who is asking: a session cookie, or a token in the Authorization header and nowhere else."""

from typing import Any

from rest_framework.authentication import (
    BaseAuthentication,
    SessionAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from studio.accounts.models import User
from studio.workspaces.errors import TokenRefused
from studio.workspaces.models import ApiToken
from studio.workspaces.tokens import recognise_token

__all__ = ["SessionAuthentication", "TokenAuthentication"]


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; a header that is wrong is never made good by a cookie."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = get_authorization_header(request)
        if not header:
            return None
        try:
            scheme, secret = header.decode("ascii").split()
            if scheme.lower() != "bearer":
                raise ValueError(scheme)
            token = recognise_token(secret)
        except (ValueError, TokenRefused):
            raise AuthenticationFailed(
                "The token is unknown, expired or revoked.", "token_refused"
            ) from None
        return token.user, token

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="studio"'
