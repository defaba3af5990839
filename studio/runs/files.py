"""The bytes that attempts leave behind: logs, artifacts and outputs, read from their datastore."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from studio.data.errors import DataError, DatastoreUnavailable, InvalidPath, ObjectNotFound
from studio.data.paths import join
from studio.data.store import Datastore, open_store
from studio.engine.states import TERMINAL
from studio.runs import places
from studio.runs.errors import FileMissing, StoreUnavailable
from studio.runs.models import Artifact, Attempt, Output
from studio.workspaces.models import Workspace
from studio.workspaces.queries import specs_of

TAIL_LINES = 20
_TAIL_BYTES = 16 * 1024
_CHUNK = 256 * 1024


@dataclass(frozen=True)
class StoredBytes:
    """One object of a datastore, which may still be growing or not exist yet."""

    store: Datastore
    path: str

    def size(self) -> int:
        """In bytes; 0 while there is nothing. This and the others may raise StoreUnavailable."""
        with _said_plainly():
            try:
                return self.store.stat(self.path).size
            except ObjectNotFound:
                return 0

    def exists(self) -> bool:
        with _said_plainly():
            try:
                self.store.stat(self.path)
            except ObjectNotFound:
                return False
            return True

    def read(self, offset: int, length: int) -> bytes:
        """At most `length` bytes from `offset`; nothing where there is nothing (yet)."""
        with _said_plainly(), self._open(offset, length) as stream:
            return stream.read(length)

    def chunks(self, offset: int, length: int) -> Iterator[bytes]:
        """The same in pieces, so that a large file never is in memory as a whole."""
        with _said_plainly(), self._open(offset, length) as stream:
            while length > 0 and (chunk := stream.read(min(_CHUNK, length))):
                length -= len(chunk)
                yield chunk

    def _open(self, offset: int, length: int) -> BinaryIO:
        try:
            return self.store.open(self.path, offset, length)
        except ObjectNotFound:
            return io.BytesIO()


@contextmanager
def _said_plainly() -> Iterator[None]:
    """What went wrong with bytes, in the words of this room."""
    try:
        yield
    except DatastoreUnavailable as problem:
        raise StoreUnavailable(str(problem)) from problem


def log_of(workspace: Workspace, attempt: Attempt) -> StoredBytes:
    """Raises StoreUnavailable when its datastore is no longer registered."""
    return StoredBytes(open_named_store(workspace, attempt.log_datastore), attempt.log_path)


def log_times_of(workspace: Workspace, attempt: Attempt) -> StoredBytes:
    """The time index beside a log: pairs of big-endian u64, offset and epoch milliseconds."""
    path = attempt.log_path.removesuffix(".log") + ".times"
    return StoredBytes(open_named_store(workspace, attempt.log_datastore), path)


def log_ended(attempt: Attempt) -> bool:
    """Whether no byte will be added any more."""
    return attempt.state in TERMINAL


def log_tail(workspace: Workspace, attempt: Attempt) -> list[str]:
    """The last lines of a log, for people; none when it cannot be read at the moment."""
    try:
        log = log_of(workspace, attempt)
        size = log.size()
        end = log.read(max(0, size - _TAIL_BYTES), _TAIL_BYTES)
    except StoreUnavailable:
        return []
    return end.decode(errors="replace").splitlines()[-TAIL_LINES:]


def artifact_bytes(workspace: Workspace, artifact: Artifact) -> StoredBytes:
    attempt = artifact.attempt
    folder = places.artifacts_prefix(attempt.step_run_id, attempt.number)
    return StoredBytes(open_named_store(workspace, attempt.log_datastore), folder + artifact.path)


def output_bytes(workspace: Workspace, output: Output, path: str) -> StoredBytes:
    """A file of an output, or the output itself for "". Raises FileMissing."""
    try:
        stored = StoredBytes(open_named_store(workspace, output.datastore), join(output.path, path))
    except InvalidPath:
        raise FileMissing(path) from None
    if not stored.exists():
        raise FileMissing(path)
    return stored


def open_named_store(workspace: Workspace, name: str) -> Datastore:
    """Raises StoreUnavailable when it is not registered (any more) or does not open."""
    specs = specs_of(workspace, [name])
    if name not in specs:
        raise StoreUnavailable(f"No datastore {name} is registered any more.")
    try:
        return open_store(specs[name])
    except DataError as problem:
        raise StoreUnavailable(str(problem)) from problem
