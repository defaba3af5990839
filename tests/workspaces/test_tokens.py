"""API tokens: shown once, kept as a keyed digest, and dead when they should be."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from studio.workspaces.errors import TokenRefused
from studio.workspaces.models import ApiToken, TokenScope
from studio.workspaces.tokens import create_token, recognise_token, revoke_token
from tests.people import new_workspace, owner_of

pytestmark = pytest.mark.django_db


def make(**more):
    workspace = new_workspace()
    return create_token(
        workspace=workspace,
        user=owner_of(workspace),
        name="ci",
        scope=TokenScope.RUN,
        **more,
    )


def test_a_token_is_recognised():
    token, secret = make()
    assert recognise_token(secret) == token


def test_two_tokens_share_nothing_but_their_first_letters():
    workspace = new_workspace()
    secrets = {
        create_token(
            workspace=workspace, user=owner_of(workspace), name="t", scope=TokenScope.READ
        )[1]
        for _ in range(20)
    }
    assert len({secret[4:20] for secret in secrets}) == 20


def test_the_row_holds_no_token():
    _, secret = make()
    row = str(ApiToken.objects.values().get())
    assert secret not in row
    assert secret[13:] not in row


def test_without_the_key_file_a_copied_database_is_worth_nothing():
    _, secret = make()
    with override_settings(SECRET_KEY="x" * 60), pytest.raises(TokenRefused):
        recognise_token(secret)


@pytest.mark.parametrize("guess", ["", "stk_", "stk_" + "a" * 43, "\0", "é", "a" * 10_000])
def test_a_guess_is_refused(guess: str):
    make()
    with pytest.raises(TokenRefused):
        recognise_token(guess)


def test_a_revoked_token_is_refused_at_once():
    token, secret = make()
    revoke_token(token)
    revoke_token(token)
    with pytest.raises(TokenRefused):
        recognise_token(secret)


def test_an_expired_token_is_refused():
    _, secret = make(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(TokenRefused):
        recognise_token(secret)


def test_the_token_of_somebody_switched_off_is_refused():
    token, secret = make()
    token.user.is_active = False
    token.user.save()
    with pytest.raises(TokenRefused):
        recognise_token(secret)


def test_last_use_is_kept_without_a_write_for_every_call(django_assert_num_queries):
    token, secret = make()
    recognise_token(secret)
    token.refresh_from_db()
    assert token.last_used_at is not None
    with django_assert_num_queries(1):
        recognise_token(secret)
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    recognise_token(secret)
    token.refresh_from_db()
    assert timezone.now() - token.last_used_at < timedelta(minutes=1)
