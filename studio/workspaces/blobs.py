"""The files that pipelines carry, kept once each under the digest of their bytes.

They live in the datastore every workspace is made with, whichever is its default later: a file
that was uploaded once is never looked for in the wrong place.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, cast

from django.conf import settings

from studio.data.errors import ObjectExists, ObjectNotFound
from studio.data.store import Datastore
from studio.workspaces.errors import BlobNotFound, BlobTooLarge
from studio.workspaces.files import StoredBytes, open_named_store, said_plainly
from studio.workspaces.models import DEFAULT_DATASTORE, Workspace

DATASTORE = DEFAULT_DATASTORE
PREFIX = "azureml/blobs/"
_IN_MEMORY = 1024 * 1024
_CHUNK = 256 * 1024
_AT_ONCE = 16
"""Questions a distant store is asked side by side: each is a round trip and nothing else."""


def blob_path(sha256: str) -> str:
    return f"{PREFIX}{sha256[:2]}/{sha256}"


def put(workspace: Workspace, stream: BinaryIO) -> tuple[str, int]:
    """Digest and size in bytes; bytes that are there already are not written again.
    Raises BlobTooLarge, StorageFull, StoreUnavailable."""
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > settings.LARGEST_BLOB:
                raise BlobTooLarge(settings.LARGEST_BLOB)
            digest.update(chunk)
            copy.write(chunk)
        copy.seek(0)
        sha256 = digest.hexdigest()
        with contextlib.suppress(ObjectExists), said_plainly():
            _store(workspace).write(blob_path(sha256), cast(BinaryIO, copy))
    return sha256, size


def open_blob(workspace: Workspace, sha256: str) -> BinaryIO:
    """Raises BlobNotFound, StoreUnavailable."""
    with said_plainly():
        try:
            return _store(workspace).open(blob_path(sha256))
        except ObjectNotFound as problem:
            raise BlobNotFound from problem


def stored(workspace: Workspace, digests: Iterable[str]) -> dict[str, StoredBytes]:
    """Where the bytes of these digests are, there or not."""
    store = _store(workspace)
    return {sha256: StoredBytes(store, blob_path(sha256)) for sha256 in digests}


def missing(workspace: Workspace, digests: Iterable[str]) -> set[str]:
    """Those of the digests whose bytes were never uploaded here. Raises StoreUnavailable."""
    store, asked = _store(workspace), sorted(set(digests))
    if len(asked) < _AT_ONCE or store.local_path(PREFIX + "any") is not None:
        return {sha256 for sha256 in asked if not _is_stored(store, sha256)}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda sha256: _is_stored(store, sha256), asked)
        return {sha256 for sha256, there in zip(asked, found, strict=True) if not there}


def _store(workspace: Workspace) -> Datastore:
    """Raises StoreUnavailable."""
    return open_named_store(workspace, DATASTORE)


def _is_stored(store: Datastore, sha256: str) -> bool:
    return StoredBytes(store, blob_path(sha256)).exists()
