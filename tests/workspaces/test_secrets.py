"""Secrets at rest."""

import pytest
from cryptography.fernet import Fernet

from studio.workspaces.errors import SecretUnreadable
from studio.workspaces.secrets import seal, unseal


def test_a_sealed_secret_shows_nothing_and_opens_again():
    sealed = seal("account-key-123")
    assert "account-key-123" not in sealed
    assert unseal(sealed) == "account-key-123"


def test_after_a_new_key_old_secrets_still_open(settings):
    sealed = seal("old")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    assert unseal(sealed) == "old"
    assert unseal(seal("new")) == "new"


def test_the_wrong_key_is_a_clear_error(settings):
    sealed = seal("old")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(SecretUnreadable):
        unseal(sealed)
