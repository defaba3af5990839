"""Bytes on the datastores of a workspace."""

import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from studio.data.errors import DataError, DatastoreUnavailable, ObjectNotFound
from studio.data.store import Datastore, open_store
from studio.workspaces.errors import SecretUnreadable, StoreUnavailable
from studio.workspaces.models import Workspace
from studio.workspaces.queries import specs_of

_CHUNK = 256 * 1024


@dataclass(frozen=True)
class StoredBytes:
    """One object of a datastore, which may still be growing or not exist yet."""

    store: Datastore
    path: str

    def size(self) -> int:
        """In bytes; 0 while there is nothing. This and the others may raise StoreUnavailable."""
        with said_plainly():
            try:
                return self.store.stat(self.path).size
            except ObjectNotFound:
                return 0

    def exists(self) -> bool:
        with said_plainly():
            try:
                self.store.stat(self.path)
            except ObjectNotFound:
                return False
            return True

    def read(self, offset: int, length: int) -> bytes:
        """At most `length` bytes from `offset`; nothing where there is nothing (yet)."""
        with said_plainly(), self._open(offset, length) as stream:
            return stream.read(length)

    def chunks(self, offset: int, length: int) -> Generator[bytes]:
        """The same in pieces, so that a large file never is in memory as a whole."""
        with said_plainly(), self._open(offset, length) as stream:
            while length > 0 and (chunk := stream.read(min(_CHUNK, length))):
                length -= len(chunk)
                yield chunk

    def _open(self, offset: int, length: int) -> BinaryIO:
        try:
            return self.store.open(self.path, offset, length)
        except ObjectNotFound:
            return io.BytesIO()


@contextmanager
def said_plainly() -> Iterator[None]:
    """What went wrong with bytes, in the words of this room."""
    try:
        yield
    except DatastoreUnavailable as problem:
        raise StoreUnavailable(str(problem)) from problem


def open_named_store(workspace: Workspace, name: str) -> Datastore:
    """Raises StoreUnavailable when it is not registered (any more) or does not open."""
    try:
        specs = specs_of(workspace, [name])
        if name not in specs:
            raise StoreUnavailable(f"No datastore {name} is registered any more.")
        return open_store(specs[name])
    except (DataError, SecretUnreadable) as problem:
        raise StoreUnavailable(str(problem)) from problem
