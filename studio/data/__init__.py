"""Bytes in and out: one protocol, one file a kind of datastore."""

from studio.data.errors import (
    CredentialsUnreadable,
    DataError,
    DatastoreUnavailable,
    InvalidPath,
    ObjectExists,
    ObjectNotFound,
    SizeMismatch,
    StorageFull,
    UnknownDatastoreKind,
)
from studio.data.paths import safe_path, safe_prefix
from studio.data.spec import Credentials, DatastoreSpec
from studio.data.store import Datastore, Entry, Stat, open_store

__all__ = [
    "Credentials",
    "CredentialsUnreadable",
    "DataError",
    "Datastore",
    "DatastoreSpec",
    "DatastoreUnavailable",
    "Entry",
    "InvalidPath",
    "ObjectExists",
    "ObjectNotFound",
    "SizeMismatch",
    "Stat",
    "StorageFull",
    "UnknownDatastoreKind",
    "open_store",
    "safe_path",
    "safe_prefix",
]
