"""A folder as a datastore."""

import errno
import io
import os
import shutil
import stat as modes
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
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
    StorageFull,
)
from studio.data.paths import safe_path, safe_prefix
from studio.data.store import Entry, Stat

INCOMING = ".incoming"
"""Folder of half-written objects, on the same file system so that a rename finishes them."""

_COPY_BYTES = 1024 * 1024
_MISSING = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EXDEV, errno.ENXIO, errno.EISDIR)
_FULL = (errno.ENOSPC, errno.EDQUOT)
Listing = list[Entry]
"""Inside the class `list` is the method."""
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
                f"the folder {root} cannot be opened: {error.strerror}"
            ) from error

    @_in_words
    def list(
        self,
        prefix: str = "",
        after: str | None = None,
        limit: int = 1000,
        *,
        recursive: bool = True,
    ) -> Listing:
        folder = safe_prefix(prefix)
        try:
            return list(islice(self._below(folder, after, recursive), max(limit, 0)))
        except NotADirectoryError:
            return self._alone(folder) if limit > 0 and (after is None or folder > after) else []
        except OSError as error:
            if error.errno in _MISSING:
                return []
            raise

    def _below(self, folder: str, after: str | None, recursive: bool) -> Iterator[Entry]:
        handle = self._root.open_folder(folder)
        try:
            with os.scandir(handle) as found:
                names = sorted(
                    (entry for entry in found if _is_listed(folder, entry)), key=_sort_key
                )
            for entry in names:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    inside = path + "/"
                    if after is not None and inside < after and not after.startswith(inside):
                        continue
                    if recursive:
                        yield from self._below(path, after, recursive)
                    elif after is None or path > after:
                        yield Entry(
                            path, 0, _modified(entry.stat(follow_symlinks=False)), is_folder=True
                        )
                elif after is None or path > after:
                    facts = entry.stat(follow_symlinks=False)
                    yield Entry(path, facts.st_size, _modified(facts))
        finally:
            os.close(handle)

    def _alone(self, path: str) -> Listing:
        try:
            known = self.stat(path)
        except ObjectNotFound:
            return []
        return [Entry(path, known.size, known.modified)]

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
        folder, name = _split(_own(path))
        incoming = self._root.open_folder(INCOMING, create=True)
        part = uuid.uuid4().hex
        try:
            fd = os.open(
                part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=incoming
            )
            try:
                with os.fdopen(fd, "wb", buffering=0) as target:
                    _copy(stream, target)
                    facts = os.fstat(target.fileno())
                self._publish(part, incoming, folder, name, overwrite)
            except BaseException:
                _unlink_if_there(part, incoming)
                raise
            return _stat_of(facts)
        finally:
            os.close(incoming)

    def _publish(self, part: str, incoming: int, folder: str, name: str, overwrite: bool) -> None:
        target = self._root.open_folder(folder, create=True)
        try:
            if overwrite:
                os.rename(part, name, src_dir_fd=incoming, dst_dir_fd=target)
            else:
                rename_new(part, incoming, name, target)
        finally:
            os.close(target)

    @_in_words
    def append(self, path: str, data: bytes, expected_size: int | None = None) -> int:
        try:
            fd = self._open_regular(path, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:
            os.close(self._root.open_folder(_split(_own(path))[0], create=True))
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
        folder, name = _split(_own(path))
        handle = self._root.open_folder(folder)
        try:
            os.unlink(name, dir_fd=handle)
        finally:
            os.close(handle)

    @_in_words
    def delete_prefix(self, prefix: str) -> int:
        folder, name = _split(_own(prefix))
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
        return self._root.folder / _own(path)

    def _open_regular(self, path: str, flags: int) -> int:
        fd = self._root.open(_own(path), flags)
        if not modes.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise FileNotFoundError(errno.ENOENT, "not a regular file", path)
        return fd


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


def _own(path: str) -> str:
    """A checked path that is not among our own half-written objects."""
    checked = safe_path(path)
    if checked.split("/", 1)[0] == INCOMING:
        raise InvalidPath(path, "that folder is the datastore's own")
    return checked


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name


def _is_listed(folder: str, entry: "os.DirEntry[str]") -> bool:
    """Only what can also be opened: regular files and folders with safe names."""
    if not folder and entry.name == INCOMING:
        return False
    try:
        if safe_path(entry.name) != entry.name:
            return False
    except InvalidPath:
        return False
    return entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)


def _sort_key(entry: "os.DirEntry[str]") -> str:
    # A folder sorts as its contents do, so that a depth-first walk is in path order.
    return entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name


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
    while block := stream.read(_COPY_BYTES):
        _write_all(target.fileno(), block)


def _write_all(fd: int, data: bytes) -> int:
    left = memoryview(data)
    while left:
        left = left[os.write(fd, left) :]
    return len(data)


def _unlink_if_there(name: str, folder: int) -> None:
    # Already renamed into place.
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)
