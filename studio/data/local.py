"""A folder as a datastore."""

import errno
import fcntl
import hashlib
import io
import os
import shutil
import stat as modes
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from studio.data.beneath import Root, rename_new
from studio.data.errors import (
    DatastoreUnavailable,
    InvalidPath,
    ObjectExists,
    ObjectNotFound,
    SizeMismatch,
    StagedBusy,
    StorageFull,
)
from studio.data.paths import INCOMING, own_path, safe_prefix
from studio.data.store import Entry, Stat
from studio.data.walking import is_safe, walk

_COPY_BYTES = 1024 * 1024
_MISSING = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EXDEV, errno.ENXIO, errno.EISDIR)
_FULL = (errno.ENOSPC, errno.EDQUOT)
Listing = list[Entry]
"""Inside the class `list` is the method."""
_Child = tuple[str, bool, "os.DirEntry[str]"]
_P = ParamSpec("_P")
_T = TypeVar("_T")


def _in_words(call: Callable[_P, _T]) -> Callable[_P, _T]:
    """Turns the operating system's errors into this room's; the path is the second argument."""

    def speaking(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return call(*args, **kwargs)
        except OSError as error:
            path = str(args[1]) if len(args) > 1 else ""
            raise _word_for(error, path) from error

    return speaking


def _word_for(error: OSError, path: str) -> Exception:
    if error.errno in _FULL:
        return StorageFull(f"no room to store {path!r}")
    if error.errno in _MISSING:
        return ObjectNotFound(path)
    if error.errno == errno.EEXIST:
        return ObjectExists(path)
    if error.errno == errno.ENAMETOOLONG:
        return InvalidPath(path, "a part of it is too long for this file system")
    return DatastoreUnavailable(f"{path!r}: {error.strerror}")


class LocalDatastore:
    """See `Datastore`. The folder must exist: a missing one is an unmounted disk, not an empty store."""

    def __init__(self, root: Path) -> None:
        try:
            self._root = Root(root)
        except OSError as error:
            raise DatastoreUnavailable(
                f"the folder {root} cannot be opened: {error.strerror}",
                "missing" if error.errno in _MISSING else "failing",
            ) from error

    @_in_words
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

        def opened(path: str) -> AbstractContextManager[Iterator[_Child]]:
            return self._children(path, must_exist=path == folder)

        found = (
            walk(opened, _found, folder, after, recursive=True, starts_with=starts_with)
            if recursive
            else self._level(folder, after or "", starts_with)
        )
        try:
            return list(islice(found, max(limit, 0)))
        except NotADirectoryError:
            return self._alone(folder) if limit > 0 and (after is None or folder > after) else []
        except OSError as error:
            if error.errno in _MISSING:
                return []
            raise

    def _level(self, folder: str, after: str, starts_with: str) -> Iterator[Entry]:
        """Straight from the names, each looked at only when it is its turn: in a folder of
        100,000 the looking costs more than the listing."""
        below = f"{folder}/" if folder else ""
        handle = self._root.open_folder(folder)
        try:
            names = [name for name in os.listdir(handle) if below + name > after]
            for name in sorted(filter(lambda name: name.startswith(starts_with), names)):
                if is_safe(name) and (folder or name != INCOMING):
                    with suppress(FileNotFoundError):  # gone since
                        facts = os.stat(name, dir_fd=handle, follow_symlinks=False)
                        if entry := _entry(below + name, facts):
                            yield entry
        finally:
            os.close(handle)

    @contextmanager
    def _children(self, folder: str, *, must_exist: bool) -> Iterator[Iterator[_Child]]:
        try:
            handle = self._root.open_folder(folder)
        except FileNotFoundError:
            if must_exist:
                raise
            yield iter(())  # deleted while what is around it was listed
            return
        try:
            with os.scandir(handle) as found:
                yield (
                    (entry.name, entry.is_dir(follow_symlinks=False), entry)
                    for entry in found
                    if folder or entry.name != INCOMING
                )
        finally:
            os.close(handle)

    def _alone(self, path: str) -> Listing:
        try:
            known = self.stat(path)
        except ObjectNotFound:
            return []
        return [Entry(path, known.size, known.modified, etag=known.etag)]

    @_in_words
    def stat(self, path: str) -> Stat:
        fd = self._open_regular(path, os.O_RDONLY)
        try:
            return _stat_of(os.fstat(fd))
        finally:
            os.close(fd)

    @_in_words
    def open(self, path: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        fd = self._open_regular(path, os.O_RDONLY)
        reader = os.fdopen(fd, "rb")
        reader.seek(offset)
        return reader if length is None else io.BufferedReader(_Part(reader, length))

    @_in_words
    def write(self, path: str, stream: BinaryIO | bytes, *, overwrite: bool = False) -> Stat:
        staged = self.staged(uuid.uuid4().hex, path)
        try:
            staged.append(0, stream)
            return staged.commit(overwrite=overwrite)
        except BaseException:
            staged.discard()
            raise

    def staged(self, token: str, path: str) -> "StagedFile":
        return StagedFile(self._root, hashlib.sha256(token.encode()).hexdigest(), own_path(path))

    def check(self) -> None:
        probe = f".check-{uuid.uuid4().hex}"
        self.write(probe, b"")
        self.delete(probe)

    @_in_words
    def append(self, path: str, data: bytes, expected_size: int | None = None) -> int:
        try:
            fd = self._open_regular(path, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:
            os.close(self._root.open_folder(_split(own_path(path))[0], create=True))
            fd = self._open_regular(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            size = os.fstat(fd).st_size
            if expected_size is not None and size != expected_size:
                raise SizeMismatch(path, expected_size, size)
            return size + _write_all(fd, data)
        finally:
            os.close(fd)

    @_in_words
    def delete(self, path: str) -> None:
        folder, name = _split(own_path(path))
        handle = self._root.open_folder(folder)
        try:
            os.unlink(name, dir_fd=handle)
        finally:
            os.close(handle)

    @_in_words
    def delete_prefix(self, prefix: str) -> int:
        folder, name = _split(own_path(prefix))
        gone = 0
        while batch := self.list(prefix):
            for entry in batch:
                self.delete(entry.path)
            gone += len(batch)
        try:
            handle = self._root.open_folder(folder)
        except FileNotFoundError:
            return gone
        try:
            # What is left is folders and things that are not objects; neither way follows a link.
            kind = os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode
            if modes.S_ISDIR(kind):
                shutil.rmtree(name, dir_fd=handle)
            else:
                os.unlink(name, dir_fd=handle)
        except FileNotFoundError:
            pass  # nothing was left
        finally:
            os.close(handle)
        return gone

    def local_path(self, path: str) -> Path | None:
        return self._root.folder / own_path(path)

    def _open_regular(self, path: str, flags: int) -> int:
        fd = self._root.open(own_path(path), flags)
        if not modes.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise FileNotFoundError(errno.ENOENT, "not a regular file", path)
        return fd


class StagedFile:
    """See `Staged`: a part file on the same file system, so that a rename finishes it."""

    def __init__(self, root: Root, part: str, path: str) -> None:
        self._root = root
        self._part = part
        self._path = path

    @_in_words
    def size(self) -> int:
        with self._incoming() as folder:
            try:
                return os.stat(self._part, dir_fd=folder, follow_symlinks=False).st_size
            except FileNotFoundError:
                return 0

    def append(self, offset: int, stream: BinaryIO | bytes) -> int:
        try:
            return self._append(self._path, offset, stream)
        except _SourceBroke as broke:
            raise broke.error from None

    @_in_words
    def _append(self, path: str, offset: int, stream: BinaryIO | bytes) -> int:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        with self._incoming() as folder:
            fd = os.open(self._part, flags, 0o600, dir_fd=folder)
        with os.fdopen(fd, "ab", buffering=0) as target:
            try:
                # A part that is sent again while its first try is still being written.
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StagedBusy(path) from None
            size = os.fstat(fd).st_size
            if size != offset:
                raise SizeMismatch(path, offset, size)
            _copy(stream, target)
            return os.fstat(fd).st_size

    def commit(self, *, overwrite: bool = False) -> Stat:
        return self._commit(self._path, overwrite)

    @_in_words
    def _commit(self, path: str, overwrite: bool) -> Stat:
        folder, name = _split(path)
        target = self._root.open_folder(folder, create=True)
        try:
            with self._incoming() as incoming:
                if overwrite:
                    os.rename(self._part, name, src_dir_fd=incoming, dst_dir_fd=target)
                else:
                    rename_new(self._part, incoming, name, target)
            return _stat_of(os.stat(name, dir_fd=target, follow_symlinks=False))
        finally:
            os.close(target)

    def discard(self) -> None:
        with self._incoming() as folder:
            _unlink_if_there(self._part, folder)

    @contextmanager
    def _incoming(self) -> Iterator[int]:
        folder = self._root.open_folder(INCOMING, create=True)
        try:
            yield folder
        finally:
            os.close(folder)


class _Part(io.RawIOBase):
    """The next `length` bytes of a reader."""

    def __init__(self, reader: BinaryIO, length: int) -> None:
        self._reader = reader
        self._left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]  # RawIOBase says Buffer
        got = self._reader.read(min(self._left, len(buffer)))
        buffer[: len(got)] = got
        self._left -= len(got)
        return len(got)

    def close(self) -> None:
        self._reader.close()
        super().close()


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _found(path: str, found: "os.DirEntry[str]") -> Entry | None:
    return _entry(path, found.stat(follow_symlinks=False))


def _entry(path: str, facts: os.stat_result) -> Entry | None:
    """None for what is neither a folder nor a regular file."""
    if modes.S_ISDIR(facts.st_mode):
        return Entry(path, 0, _modified(facts), is_folder=True)
    if not modes.S_ISREG(facts.st_mode):
        return None
    return Entry(path, facts.st_size, _modified(facts), etag=_stat_of(facts).etag)


def _modified(facts: os.stat_result) -> datetime:
    return datetime.fromtimestamp(facts.st_mtime, UTC)


def _stat_of(facts: os.stat_result) -> Stat:
    return Stat(
        facts.st_size, _modified(facts), f"{facts.st_mtime_ns:x}-{facts.st_size:x}-{facts.st_ino:x}"
    )


def _copy(stream: BinaryIO | bytes, target: io.FileIO) -> None:
    if isinstance(stream, bytes | bytearray | memoryview):
        _write_all(target.fileno(), bytes(stream))
        return
    while block := _read(stream):
        _write_all(target.fileno(), block)


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(_COPY_BYTES)
    except OSError as error:
        raise _SourceBroke(error) from error


class _SourceBroke(Exception):
    """What was to be written could not be read: no fault of the datastore."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error


def _write_all(fd: int, data: bytes) -> int:
    left = memoryview(data)
    while left:
        left = left[os.write(fd, left) :]
    return len(data)


def _unlink_if_there(name: str, folder: int) -> None:
    # Already renamed into place.
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)
