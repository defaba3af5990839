"""The node's own copy of snapshot files, by digest: fetched and verified once, oldest out first.

What a step gets is a copy, never a hard link: scripts write into their own folder, a link would
let one of them change the cache and every step beside it, and file modes do not stop root. A copy
costs nothing where the file system can share blocks (XFS, btrfs), else as much as it looks.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import threading
import time
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from studio.data import DataError, Datastore, ObjectNotFound, StorageFull
from studio.engine.messages import FileRef
from studio.engine.states import Reason
from studio.worker.failures import StepFailed, unavailable

DEFAULT_LIMIT = 10 * 1024**3
"""Bytes a node keeps."""
ROOM = 0.1
"""Share of the limit that is freed at once, so that not every fetch has to look for room."""
USED_AGAIN_S = 3600.0
"""The time of last use of an entry is that exact: one write an hour, not one a step."""

_BLOCK_BYTES = 1024 * 1024
_CANNOT_SHARE = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM)


class BlobCache:
    """Safe for threads, and for several nodes that share `folder`. What is half fetched is in
    `parts`, a folder of this node alone: what a killed process left there goes at the next start,
    and was never seen by anybody."""

    def __init__(self, folder: Path, parts: Path, limit: int = DEFAULT_LIMIT) -> None:
        self._folder, self._parts, self._limit = folder, parts, limit
        self._lock = threading.Lock()
        self._size: int | None = None  # counted when the first file is fetched
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(parts, ignore_errors=True)
        parts.mkdir(parents=True)

    def holds(self, files: Mapping[str, FileRef]) -> bool:
        """Whether nothing of these has to be fetched."""
        return all(self._is_whole(file) for file in files.values())

    def copy(self, file: FileRef, target: Path, store: Datastore, prefix: str) -> None:
        """A file of the step's own. Raises StepFailed."""
        with self._open(file, store, prefix) as source, target.open("xb") as copy:
            _copy(source, copy)

    def read(self, file: FileRef, store: Datastore, prefix: str) -> bytes:
        """The bytes of a file that is read anyway, so its digest is looked at again: an entry that
        was damaged since it was fetched is fetched anew. Raises StepFailed."""
        with self._open(file, store, prefix) as source:
            content = source.read()
        if hashlib.sha256(content).hexdigest() == file.sha256:
            return content
        with self._fetch(file, store, prefix) as source:
            return source.read()

    def _open(self, file: FileRef, store: Datastore, prefix: str) -> BinaryIO:
        """Open, an entry stays readable also when it makes room the next moment."""
        try:
            entry = self._path(file.sha256).open("rb")
        except FileNotFoundError:
            return self._fetch(file, store, prefix)
        facts = os.fstat(entry.fileno())
        if facts.st_size != file.size:
            entry.close()
            return self._fetch(file, store, prefix)
        if time.time() - facts.st_mtime > USED_AGAIN_S:
            with contextlib.suppress(FileNotFoundError):  # it makes room this moment
                os.utime(self._path(file.sha256))
        return entry

    def _is_whole(self, file: FileRef) -> bool:
        """An entry of another size is damaged: a machine that lost power may leave one."""
        try:
            return self._path(file.sha256).stat().st_size == file.size
        except FileNotFoundError:
            return False

    def _fetch(self, file: FileRef, store: Datastore, prefix: str) -> BinaryIO:
        part, path = self._parts / uuid.uuid4().hex, self._path(file.sha256)
        try:
            _download(file, store, f"{prefix}{file.sha256[:2]}/{file.sha256}", part)
            path.parent.mkdir(exist_ok=True)
            whole = part.open("rb")
            os.rename(part, path)
        except StorageFull as error:
            raise StepFailed(Reason.STORAGE_FULL, str(error)) from error
        except ObjectNotFound as error:
            raise StepFailed(
                Reason.SNAPSHOT_INVALID, f"a file of the snapshot is missing: {error}"
            ) from error
        except DataError as error:
            raise unavailable(error) from error
        finally:
            part.unlink(missing_ok=True)
        self._grew(file.size, path)
        return whole

    def _grew(self, size: int, newest: Path) -> None:
        with self._lock:
            self._size = _size_of(self._entries()) if self._size is None else self._size + size
            if self._size > self._limit:
                self._make_room(newest)

    def _make_room(self, newest: Path) -> None:
        """Looks at the folder itself: other nodes may fill it, too."""
        entries = sorted(self._entries(), key=lambda entry: entry[1].st_mtime)
        size = _size_of(entries)
        for path, facts in entries:
            if size <= self._limit * (1 - ROOM):
                break
            if path != newest:
                path.unlink(missing_ok=True)
                size -= facts.st_size
        self._size = size

    def _entries(self) -> list[tuple[Path, os.stat_result]]:
        found = []
        for path in self._folder.glob("??/*"):
            try:
                found.append((path, path.stat()))
            except FileNotFoundError:
                continue  # another node made room
        return found

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


def _download(file: FileRef, store: Datastore, path: str, part: Path) -> None:
    digest, size = hashlib.sha256(), 0
    with store.open(path) as source, part.open("xb") as target:
        while block := source.read(_BLOCK_BYTES):
            digest.update(block)
            size += len(block)
            target.write(block)
    if (digest.hexdigest(), size) != (file.sha256, file.size):
        raise StepFailed(
            Reason.SNAPSHOT_INVALID, f"a file of the snapshot is damaged: {file.sha256}"
        )
    part.chmod(0o400)


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    left = os.fstat(source.fileno()).st_size
    try:
        while left and (done := _share(source.fileno(), target.fileno(), left)):
            left -= done
    except OSError as error:
        if error.errno not in _CANNOT_SHARE:
            raise
    if left:
        shutil.copyfileobj(source, target, _BLOCK_BYTES)


def _share(read: int, write: int, length: int) -> int:
    """Bytes the kernel copied, or shared without copying; 0 where it does not do that."""
    copy_file_range = getattr(os, "copy_file_range", None)  # Linux only
    return copy_file_range(read, write, length) if copy_file_range else 0


def _size_of(entries: Iterable[tuple[Path, os.stat_result]]) -> int:
    return sum(facts.st_size for _, facts in entries)
