"""API tokens: made, recognised, revoked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from studio.accounts.digests import keyed_digest, new_secret
from studio.accounts.models import User
from studio.workspaces.errors import TokenRefused
from studio.workspaces.models import ApiToken, TokenScope, Workspace

PREFIX = "stk_"
SHOWN_OF_A_TOKEN = 12
LAST_USE_RESOLUTION = timedelta(minutes=1)


def create_token(
    *,
    workspace: Workspace,
    user: User,
    name: str,
    scope: TokenScope,
    published: UUID | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """The row and the token itself, which nobody can read again afterwards."""
    secret = PREFIX + new_secret()
    token = ApiToken.objects.create(
        workspace=workspace,
        user=user,
        name=name,
        prefix=secret[:SHOWN_OF_A_TOKEN],
        digest=keyed_digest("api-token", secret),
        scope=scope,
        published=published,
        expires_at=expires_at,
    )
    return token, secret


def recognise_token(secret: str) -> ApiToken:
    """The living token of an active user who is still a member; raises TokenRefused."""
    now = timezone.now()
    token = (
        ApiToken.objects.filter(
            digest=keyed_digest("api-token", secret), revoked_at=None, user__is_active=True
        )
        .select_related("user", "workspace")
        .first()
    )
    if token is None or (token.expires_at and token.expires_at <= now):
        raise TokenRefused
    _note_use(token, now)
    return token


def revoke_token(token: ApiToken) -> None:
    """Revoking twice is no error; the row stays, so that past calls keep their caller."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def _note_use(token: ApiToken, now: datetime) -> None:
    """At most one write a minute, so that a busy token does not make every read a write."""
    if token.last_used_at is None or now - token.last_used_at >= LAST_USE_RESOLUTION:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        token.last_used_at = now
