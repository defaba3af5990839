"""Credentials on their way to a node: the broker carries them, only a node's key opens them.

The kind and the settings are sealed along with the credentials: whoever could change an order on
the way must not send an account's key to a host of their choice.
"""

import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from studio.data.errors import CredentialsUnreadable
from studio.data.spec import Credentials, DatastoreSpec


def seal_for_node(spec: DatastoreSpec, keys: Sequence[str]) -> str:
    """Encrypted with the first key; "" for a datastore without credentials."""
    if not spec.credentials:
        return ""
    opened = [spec.kind, dict(spec.settings), dict(spec.credentials)]
    return _fernet(keys).encrypt(json.dumps(opened).encode()).decode()


def unseal_on_node(
    kind: str, settings: Mapping[str, str], sealed: str, keys: Sequence[str]
) -> Credentials:
    """Raises CredentialsUnreadable: none of the keys made it, or it was made for another store."""
    if not sealed:
        return Credentials()
    if not keys:
        raise CredentialsUnreadable("this node has no key for datastore credentials")
    try:
        opened = json.loads(_fernet(keys).decrypt(sealed.encode()))
    except InvalidToken:
        raise CredentialsUnreadable("this node's key does not open these credentials") from None
    if opened[:2] != [kind, dict(settings)]:
        raise CredentialsUnreadable("these credentials belong to another datastore")
    return Credentials(opened[2])


def _fernet(keys: Sequence[str]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise CredentialsUnreadable("this node's key file does not hold a Fernet key") from None
