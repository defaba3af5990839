"""Secrets at rest: encrypted with a key that is not in the database."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from studio.workspaces.errors import SecretUnreadable
from studio.workspaces.models import DatastoreRecord


def seal(text: str) -> str:
    """Encrypted with the newest key."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises SecretUnreadable when none of the keys made it."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise SecretUnreadable from problem


def reseal_all() -> int:
    """Seals every datastore's credentials with the newest key; returns how many there were.
    Raises SecretUnreadable, which names the datastore; then nothing has changed."""
    with transaction.atomic():
        sealed = DatastoreRecord.objects.exclude(secret="").select_related("workspace")
        for record in sealed.select_for_update(of=("self",)):
            try:
                record.secret = seal(unseal(record.secret))
            except SecretUnreadable:
                raise SecretUnreadable(
                    f"The credentials of {record.name} in workspace {record.workspace} do not open "
                    "with any of the keys."
                ) from None
            record.save(update_fields=["secret"])
        return sealed.count()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])
