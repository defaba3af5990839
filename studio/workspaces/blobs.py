"""The files that pipelines carry, kept once each under the digest of their bytes."""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable
from typing import BinaryIO, cast

from django.conf import settings

from studio.data.errors import ObjectExists, ObjectNotFound
from studio.data.store import Datastore
from studio.workspaces.errors import BlobNotFound, BlobTooLarge
from studio.workspaces.models import Workspace
from studio.workspaces.queries import default_store

PREFIX = "azureml/blobs/"
_IN_MEMORY = 1024 * 1024
_CHUNK = 64 * 1024


def blob_path(sha256: str) -> str:
    return f"{PREFIX}{sha256[:2]}/{sha256}"


def put(workspace: Workspace, stream: BinaryIO) -> tuple[str, int]:
    """Digest and size in bytes; bytes that are there already are not written again. Raises BlobTooLarge."""
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
        with contextlib.suppress(ObjectExists):
            default_store(workspace).write(blob_path(sha256), cast(BinaryIO, copy))
    return sha256, size


def open_blob(workspace: Workspace, sha256: str) -> BinaryIO:
    """Raises BlobNotFound."""
    try:
        return default_store(workspace).open(blob_path(sha256))
    except ObjectNotFound as problem:
        raise BlobNotFound from problem


def missing(workspace: Workspace, digests: Iterable[str]) -> set[str]:
    """Those of the digests whose bytes were never uploaded here."""
    store = default_store(workspace)
    return {sha256 for sha256 in set(digests) if not _is_stored(store, sha256)}


def _is_stored(store: Datastore, sha256: str) -> bool:
    try:
        store.stat(blob_path(sha256))
    except ObjectNotFound:
        return False
    return True
