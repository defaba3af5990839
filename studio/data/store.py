"""What every place for bytes can do, and how one is opened from its spec."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from studio.data.errors import UnknownDatastoreKind
from studio.data.patience import PATIENCE, Patience
from studio.data.spec import DatastoreSpec


@dataclass(frozen=True)
class Stat:
    """What is known of one object without reading it; `etag` changes whenever its bytes do."""

    size: int
    modified: datetime
    etag: str


@dataclass(frozen=True)
class Entry:
    """One line of a listing. Folders carry size 0 and no trailing slash, and where a store has
    no folders of its own, no time."""

    path: str
    size: int
    modified: datetime | None
    is_folder: bool = False
    etag: str = ""
    """As `stat` says it; "" for folders."""


class Staged(Protocol):
    """An object that arrives in parts; nobody sees it before it is committed."""

    def size(self) -> int:
        """What has arrived, in bytes."""

    def append(self, offset: int, stream: BinaryIO | bytes) -> int:
        """Adds a part at the end and returns the new size. Raises SizeMismatch (the next part
        begins elsewhere), StagedBusy, StorageFull. When the stream breaks off, what came of it
        is kept."""

    def commit(self, *, overwrite: bool = False) -> Stat:
        """All that arrived becomes the object, at once. Raises ObjectExists; it then waits on."""

    def discard(self) -> None:
        """Forgets what arrived."""


class Datastore(Protocol):
    """A place for bytes. Paths go through `data.paths`; each method may raise
    InvalidPath and DatastoreUnavailable besides what it names."""

    def list(
        self,
        prefix: str = "",
        after: str | None = None,
        limit: int = 1000,
        *,
        recursive: bool = True,
        starts_with: str = "",
    ) -> list[Entry]:
        """Up to `limit` entries below a folder (or the object itself), in the order of their
        paths' UTF-8 bytes, those after `after` only. Not recursive: its folders as folders.
        `starts_with`: only what begins so directly below the folder."""

    def stat(self, path: str) -> Stat:
        """Raises ObjectNotFound, also for folders and for anything not a regular file."""

    def open(self, path: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        """A reader of `length` bytes from `offset`, or to the end. Raises ObjectNotFound."""

    def write(self, path: str, stream: BinaryIO | bytes, *, overwrite: bool = False) -> Stat:
        """All or nothing, memory flat. Raises ObjectExists, StorageFull."""

    def staged(self, token: str, path: str) -> Staged:
        """An upload in parts, known by its token from any process until it is committed."""

    def append(self, path: str, data: bytes, expected_size: int | None = None) -> int:
        """Adds at the end (making the object when it is missing) and returns the new size.
        With `expected_size` a repeated append is refused: SizeMismatch. Raises StorageFull;
        then a part may be written, and the next append learns of it by SizeMismatch."""

    def delete(self, path: str) -> None:
        """Raises ObjectNotFound."""

    def delete_prefix(self, prefix: str) -> int:
        """Deletes all below a folder, and the folder; returns how many objects went."""

    def check(self) -> None:
        """Raises DatastoreUnavailable where it could not be read and written now."""

    def local_path(self, path: str) -> Path | None:
        """Where the object is (or would be) on this machine, to be read or written in place;
        None when the store is not a file system."""


def open_store(spec: DatastoreSpec, patience: Patience = PATIENCE) -> Datastore:
    """Raises UnknownDatastoreKind, DatastoreUnavailable."""
    if spec.kind == "local":
        from studio.data.local import LocalDatastore  # each kind's library loads on first use

        return LocalDatastore(Path(spec.settings["root"]))
    return _open_remote(spec, patience)


@lru_cache(maxsize=64)
def _open_remote(spec: DatastoreSpec, patience: Patience) -> Datastore:
    """Kept, because their connections are."""
    if spec.kind == "azure_blob":
        from studio.data.azure_blob import AzureBlobDatastore  # a third of a second

        return AzureBlobDatastore(spec, patience)
    if spec.kind == "azure_file":
        from studio.data.azure_file import open_azure_file

        return open_azure_file(spec, patience)
    if spec.kind == "adls_gen2":
        from studio.data.adls_gen2 import open_adls_gen2

        return open_adls_gen2(spec, patience)
    raise UnknownDatastoreKind(spec.kind)
