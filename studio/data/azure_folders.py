"""Datastores that know folders and renaming: what file shares and Data Lakes do alike.

An object arrives in a part file of our own folder and becomes visible by being renamed.
"""

import hashlib
import io
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from studio.data.azure_blocks import Readable, read_block
from studio.data.azure_http import RangeNotThere, in_words
from studio.data.errors import DatastoreUnavailable, ObjectExists, ObjectNotFound, SizeMismatch
from studio.data.paths import INCOMING, own_path, safe_prefix
from studio.data.ranges import FIRST_BYTES, RangeReader
from studio.data.store import Entry, Stat
from studio.data.walking import walk

BLOCK_BYTES = 4 * 1024 * 1024
"""The most one request may write to a share."""
LEASE_WAIT_S = 65.0
"""A lease as old as this belongs to a process that is gone."""
_LEASE_PAUSE_S = 0.05
Listing = list[Entry]
"""Inside the class `list` is the method."""


@dataclass(frozen=True)
class Child:
    """Of a folder; a name without its path. `size` in bytes, 0 for folders."""

    name: str
    is_folder: bool
    size: int
    modified: datetime | None
    etag: str


class Folders(Protocol):
    """What one kind of service can do; paths are checked already, errors are this room's."""

    def children(self, folder: str, starts_with: str) -> Iterator[Child]:
        """Raises ObjectNotFound for what is not a folder."""

    def stat(self, path: str) -> Stat:
        """Raises ObjectNotFound, for folders too."""

    def read(self, path: str, offset: int, length: int) -> tuple[bytes, Stat]:
        """Raises ObjectNotFound; RangeNotThere beginning behind the end."""

    def arrived(self, path: str) -> int:
        """How many bytes of a part file are really there; 0 when it is not."""

    def create(self, path: str) -> None:
        """Empty, unless it is there."""

    def extend(self, path: str, offset: int, blocks: Iterator[bytes], lease: str | None) -> int:
        """Adds blocks at the end of a file of `offset` bytes; returns its size."""

    def rename(self, source: str, target: str, *, overwrite: bool) -> None:
        """Raises ObjectExists, ObjectNotFound (the source)."""

    def make_root(self) -> None:
        """The folder that all paths are below."""

    def make_folder(self, path: str) -> None:
        """Nothing happens when it is there."""

    def delete(self, path: str) -> None: ...

    def delete_folder(self, path: str) -> None:
        """Empty by now. Raises ObjectNotFound."""

    def leased(self, path: str) -> AbstractContextManager[str]:
        """Nobody else writes to the file meanwhile; gives the lease's id."""


class FolderDatastore:
    """See `Datastore`."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._made: set[str] = set()

    # Reading

    def list(
        self,
        prefix: str = "",
        after: str | None = None,
        limit: int = 1000,
        *,
        recursive: bool = True,
        starts_with: str = "",
    ) -> Listing:
        folder = safe_prefix(prefix)

        def opened(path: str) -> AbstractContextManager[Iterator[tuple[str, bool, Child]]]:
            found = (
                self._folders.children(path, starts_with)
                if path == folder
                else _if_there(self._folders.children(path, ""))
            )
            return nullcontext(
                (child.name, child.is_folder, child)
                for child in found
                if path or child.name != INCOMING
            )

        found = walk(opened, _entry, folder, after, recursive=recursive, starts_with=starts_with)
        try:
            return list(islice(found, max(limit, 0)))
        except ObjectNotFound:
            return self._alone(folder, after) if folder and limit > 0 else []

    def _alone(self, path: str, after: str | None) -> Listing:
        try:
            known = self._folders.stat(path)
        except ObjectNotFound:
            return []
        found = [Entry(path, known.size, known.modified, etag=known.etag)]
        return found if after is None or path > after else []

    def stat(self, path: str) -> Stat:
        return self._folders.stat(own_path(path))

    def open(self, path: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        path = own_path(path)
        count = FIRST_BYTES if length is None else min(FIRST_BYTES, length)
        try:
            head, known = self._folders.read(path, offset, max(count, 1))
        except RangeNotThere:
            head, known = b"", self._folders.stat(path)
        end = known.size if length is None else min(known.size, offset + length)

        def fetch(begin: int, count: int) -> bytes:
            got, now = self._folders.read(path, begin, count)
            # A log that grows is the same log; neither service can say more of a change.
            if now.etag != known.etag and now.size <= known.size:
                raise DatastoreUnavailable("the object was changed while it was being read")
            return got

        return io.BufferedReader(RangeReader(fetch, offset, end, BLOCK_BYTES, head))

    def local_path(self, path: str) -> Path | None:
        own_path(path)
        return None

    # Writing

    def write(self, path: str, stream: BinaryIO | bytes, *, overwrite: bool = False) -> Stat:
        staged = self.staged(uuid.uuid4().hex, path)
        try:
            staged.append(0, stream)
            return staged.commit(overwrite=overwrite)
        except BaseException:
            staged.discard()
            raise

    def staged(self, token: str, path: str) -> "StagedFile":
        part = f"{INCOMING}/{hashlib.sha256(token.encode()).hexdigest()}"
        return StagedFile(self._folders, part, own_path(path), self._make_folders_above)

    def append(self, path: str, data: bytes, expected_size: int | None = None) -> int:
        path = own_path(path)
        self._make_empty(path)
        with self._folders.leased(path) as lease:
            size = self._folders.stat(path).size
            if expected_size not in (None, size):
                raise SizeMismatch(path, expected_size or 0, size)
            return self._folders.extend(path, size, _blocks(data), lease)

    def _make_empty(self, path: str) -> None:
        """Unless it is there. By renaming: creating a file of a share empties the one that another
        writer made and wrote to in between."""
        try:
            self._folders.stat(path)
        except ObjectNotFound:
            with suppress(ObjectExists):
                self.write(path, b"")

    def _make_folders_above(self, path: str) -> None:
        above = path.rpartition("/")[0]
        if above in self._made:
            return
        if above:
            self._make_folders_above(above)
            self._folders.make_folder(above)
        else:
            self._folders.make_root()
        self._made.add(above)

    # Deleting and the rest

    def delete(self, path: str) -> None:
        path = own_path(path)
        self._folders.stat(path)  # a folder is no object
        self._folders.delete(path)

    def delete_prefix(self, prefix: str) -> int:
        folder = own_path(prefix)
        self._made.clear()
        try:
            return self._delete_folder(folder)
        except ObjectNotFound:
            pass
        try:
            self.delete(folder)
        except ObjectNotFound:
            return 0
        return 1

    def _delete_folder(self, folder: str) -> int:
        gone = 0
        for child in list(self._folders.children(folder, "")):
            path = f"{folder}/{child.name}"
            if child.is_folder:
                gone += self._delete_folder(path)
            else:
                self._folders.delete(path)
                gone += 1
        self._folders.delete_folder(folder)
        return gone

    def check(self) -> None:
        probe = f".check-{uuid.uuid4().hex}"
        self.list(limit=1, recursive=False)
        self.write(probe, b"")
        self.delete(probe)


MakeFolders = Callable[[str], None]


class StagedFile:
    """See `Staged`."""

    def __init__(
        self, folders: Folders, part: str, path: str, make_folders_above: MakeFolders
    ) -> None:
        self._folders = folders
        self._part = part
        self._path = path
        self._make_folders_above = make_folders_above

    def size(self) -> int:
        return self._folders.arrived(self._part)

    def append(self, offset: int, stream: BinaryIO | bytes) -> int:
        if (size := self.size()) != offset:
            raise SizeMismatch(self._path, offset, size)
        if offset == 0:
            self._make_folders_above(self._part)
            self._folders.create(self._part)
        return self._folders.extend(self._part, offset, _blocks(stream), None)

    def commit(self, *, overwrite: bool = False) -> Stat:
        size = self.size()
        self._make_folders_above(self._path)
        try:
            self._folders.rename(self._part, self._path, overwrite=overwrite)
        except (ObjectExists, ObjectNotFound):
            # An earlier try may have done it, and only its answer was lost.
            if self._is_there() or self._folders.stat(self._path).size != size:
                raise
        return self._folders.stat(self._path)

    def _is_there(self) -> bool:
        try:
            self._folders.stat(self._part)
        except ObjectNotFound:
            return False
        return True

    def discard(self) -> None:
        try:
            self._folders.delete(self._part)
        except ObjectNotFound:
            return  # committed, or discarded before


def _if_there(children: Iterator[Child]) -> Iterator[Child]:
    """Of a folder that may be deleted while what is around it is listed."""
    with suppress(ObjectNotFound):
        yield from children


def until_leased(
    acquire: Callable[[], Any], path: str, give_up: Callable[[], None] | None = None
) -> Any:
    """Waits for whoever writes there now. `give_up` breaks a lease that does not end by itself."""
    late = time.monotonic() + LEASE_WAIT_S
    while True:
        try:
            with in_words(path):
                return acquire()
        except ObjectExists:
            if time.monotonic() > late:
                if give_up is None:
                    raise DatastoreUnavailable(
                        "another writer holds the object", "timeout"
                    ) from None
                give_up()
                late += LEASE_WAIT_S
            time.sleep(_LEASE_PAUSE_S)


def _entry(path: str, child: Child) -> Entry:
    return Entry(path, child.size, child.modified, child.is_folder, child.etag)


def _blocks(stream: Readable | bytes) -> Iterator[bytes]:
    source = io.BytesIO(stream) if isinstance(stream, bytes | bytearray) else stream
    while block := read_block(source, BLOCK_BYTES):
        yield block
