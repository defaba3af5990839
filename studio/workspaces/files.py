"""Bytes on the datastores of a workspace."""

import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from studio.data.errors import DataError, DatastoreUnavailable, InvalidPath, ObjectNotFound
from studio.data.errors import StorageFull as NoRoom
from studio.data.paths import safe_path, safe_prefix
from studio.data.preview import Preview, preview
from studio.data.store import Datastore, Entry, open_store
from studio.workspaces.errors import (
    DatastoreNotFound,
    FileMissing,
    SecretUnreadable,
    StorageFull,
    StoreUnavailable,
    UnusablePath,
)
from studio.workspaces.models import Workspace
from studio.workspaces.queries import specs_of

OWN_FOLDER = "azureml"
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
    """What went wrong with bytes, in the words of this room: StorageFull, StoreUnavailable."""
    try:
        yield
    except NoRoom as problem:
        raise StorageFull(str(problem)) from problem
    except DatastoreUnavailable as problem:
        raise StoreUnavailable(str(problem)) from problem


@dataclass(frozen=True)
class Page:
    """A part of a folder in the order of paths; `next` is where the rest begins after."""

    entries: list[Entry]
    next: str | None


def browse(
    workspace: Workspace, datastore: str, *, prefix: str, after: str | None, limit: int
) -> Page:
    """What is directly below a folder, or begins with an unfinished name: "a/b" is what begins
    with "b" in "a", "a/b/" what is in "a/b". Raises UnusablePath, StoreUnavailable."""
    folder, _, begins = prefix.rpartition("/")
    with _paths_checked(), said_plainly():
        if begins:
            safe_path(begins)
        found = registered_store(workspace, datastore).list(
            folder, after, limit + 1, recursive=False, starts_with=begins
        )
    return Page(found[:limit], found[limit - 1].path if len(found) > limit else None)


def stored_file(workspace: Workspace, datastore: str, path: str) -> StoredBytes:
    """Raises FileMissing, UnusablePath, StoreUnavailable."""
    with _paths_checked():
        stored = StoredBytes(registered_store(workspace, datastore), safe_path(path))
        if not stored.exists():
            raise FileMissing(path)
    return stored


def look(workspace: Workspace, datastore: str, path: str) -> Preview:
    """A first look at a file or folder. Raises FileMissing, UnusablePath, StoreUnavailable."""
    with _paths_checked(), said_plainly():
        try:
            return preview(registered_store(workspace, datastore), safe_path(path))
        except ObjectNotFound:
            raise FileMissing(path) from None


def remove(workspace: Workspace, datastore: str, path: str) -> int:
    """A file, or a folder ("a/") with all that is in it; returns how many files went.
    Raises FileMissing, UnusablePath, StoreUnavailable."""
    with _paths_checked(), said_plainly():
        refuse_own(safe_prefix(path))
        store = registered_store(workspace, datastore)
        if path.endswith("/"):
            return store.delete_prefix(path.removesuffix("/"))
        try:
            store.delete(path)
        except ObjectNotFound:
            raise FileMissing(path) from None
    return 1


def refuse_own(path: str) -> None:
    """Of a path that people may not change: what runs, their steps' code and their results rest
    on. Raises UnusablePath."""
    if path.split("/", 1)[0] == OWN_FOLDER:
        raise UnusablePath(f"The studio keeps its own files in {OWN_FOLDER}/.")


@contextmanager
def _paths_checked() -> Iterator[None]:
    try:
        yield
    except InvalidPath as problem:
        raise UnusablePath(f"This path cannot be used: {problem.why}.") from problem


def registered_store(workspace: Workspace, name: str) -> Datastore:
    """Raises DatastoreNotFound where no such name is registered, StoreUnavailable."""
    if not workspace.datastores.filter(name=name).exists():
        raise DatastoreNotFound
    return open_named_store(workspace, name)


def open_named_store(workspace: Workspace, name: str) -> Datastore:
    """Raises StoreUnavailable when it is not registered (any more) or does not open."""
    try:
        specs = specs_of(workspace, [name])
        if name not in specs:
            raise StoreUnavailable(f"No datastore {name} is registered any more.")
        return open_store(specs[name])
    except (DataError, SecretUnreadable) as problem:
        raise StoreUnavailable(str(problem)) from problem
