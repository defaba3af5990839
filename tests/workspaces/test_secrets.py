"""Secrets at rest."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import CommandError, call_command

from studio.config.keys import encryption_keys
from studio.workspaces.errors import SecretUnreadable
from studio.workspaces.models import DatastoreRecord
from studio.workspaces.secrets import seal, unseal
from tests.people import new_workspace


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


@pytest.fixture
def record(settings: Any, tmp_path: Path, db: None) -> DatastoreRecord:
    """A datastore whose secret is sealed with the keys of a file."""
    settings.ENCRYPTION_KEYS = encryption_keys(tmp_path)
    record = new_workspace().datastores.get(is_default=True)
    record.secret = seal("account-key-123")
    record.save()
    return record


def rotate(*options: str) -> None:
    call_command("rotate_keys", *options)


def test_after_a_rotation_the_old_key_opens_nothing_and_is_needed_for_nothing(
    record: DatastoreRecord, tmp_path: Path, settings: Any
):
    (old,) = settings.ENCRYPTION_KEYS
    rotate()
    assert len(settings.ENCRYPTION_KEYS) == 2
    record.refresh_from_db()
    with pytest.raises(InvalidToken):
        Fernet(old).decrypt(record.secret)
    (tmp_path / "encryption.key").write_text(settings.ENCRYPTION_KEYS[0])
    assert list(settings.ENCRYPTION_KEYS) != [old]
    assert unseal(record.secret) == "account-key-123"


def test_a_rotation_may_drop_the_old_key_itself(record: DatastoreRecord, settings: Any):
    (old,) = settings.ENCRYPTION_KEYS
    rotate("--drop-old")
    record.refresh_from_db()
    assert old not in settings.ENCRYPTION_KEYS
    assert unseal(record.secret) == "account-key-123"


def test_a_key_put_in_front_by_hand_is_used(record: DatastoreRecord, tmp_path: Path, settings: Any):
    mine = Fernet.generate_key().decode()
    old = (tmp_path / "encryption.key").read_text()
    (tmp_path / "encryption.key").write_text(f"{mine}\n{old}")
    rotate("--no-new-key")
    record.refresh_from_db()
    assert Fernet(mine).decrypt(record.secret) == b"account-key-123"


def test_a_rotation_without_the_right_key_changes_nothing(
    record: DatastoreRecord, tmp_path: Path, settings: Any
):
    settings.ENCRYPTION_KEYS = encryption_keys(tmp_path / "other")
    with pytest.raises(CommandError, match=r"workspaceblobstore.*lab.*Nothing was changed"):
        rotate("--drop-old")
    assert len(settings.ENCRYPTION_KEYS) == 1
    sealed = record.secret
    record.refresh_from_db()
    assert record.secret == sealed
