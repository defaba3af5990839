"""What a step leaves behind: its outputs as manifests, its files as artifacts.

Runs only after the whole tree of the step is gone, so nobody writes while we read.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from studio.data import (
    DataError,
    Datastore,
    InvalidPath,
    ObjectExists,
    ObjectNotFound,
    StorageFull,
    safe_path,
)
from studio.engine.messages import OutputOrder, WorkOrder
from studio.engine.states import Reason
from studio.worker.failures import StepFailed, unavailable
from studio.worker.parallel import AT_ONCE, in_order
from studio.worker.stores import Stores

LARGE_BYTES = 32 * 1024 * 1024
"""From here on reading everything once more is worth a word ("finalizing")."""

_BLOCK_BYTES = 1024 * 1024


class _Hashing:
    """A reader that knows the digest and the size of what went through it."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self._digest.update(block)
        self.size += len(block)
        return block

    def facts(self) -> dict[str, object]:
        return {"size": self.size, "sha256": self._digest.hexdigest()}


def outputs_size(outputs: dict[str, Path]) -> int:
    """Bytes to be read for the manifests."""
    return sum(
        os.lstat(file).st_size for path in outputs.values() if path.exists() for file in _walk(path)
    )


def manifests(
    order: WorkOrder, outputs: dict[str, Path], stores: Stores
) -> list[dict[str, object]]:
    """Raises StepFailed: an output missing, or something that is not a file or folder."""
    return [
        _manifest(item, outputs[item.name], stores.of(order, item.datastore))
        for item in order.outputs
    ]


def _manifest(item: OutputOrder, path: Path, store: Datastore) -> dict[str, object]:
    try:
        is_folder = stat.S_ISDIR(os.lstat(path).st_mode)
    except FileNotFoundError:
        raise StepFailed(
            Reason.OUTPUT_MISSING,
            f"the script ended well but did not write its output {item.name!r}",
            output=item.name,
        ) from None
    in_place = store.local_path(item.path) is not None

    def keep(file: Path) -> dict[str, object]:
        name = file.relative_to(path).as_posix() if is_folder else ""
        stored = f"{item.path}/{safe_path(name)}" if name else item.path
        facts, etag = (_read if in_place else _keep)(file, store, stored)
        return {"path": name, **facts, "etag": etag}

    try:
        files = list(in_order(keep, _walk(path), at_once=1 if in_place else AT_ONCE))
    except (InvalidPath, _Irregular, ObjectNotFound) as error:
        raise StepFailed(
            Reason.OUTPUT_MISSING,
            f"output {item.name!r} cannot be kept: {error}",
            output=item.name,
        ) from error
    except StorageFull as error:
        raise StepFailed(Reason.STORAGE_FULL, str(error), output=item.name) from error
    except DataError as error:
        raise unavailable(error, output=item.name) from error
    return {"output": item.name, "kind": "folder" if is_folder else "file", "files": files}


class Artifacts:
    """Uploads to the run's own folder. What cannot be kept is said in `notes`, and the rest goes on."""

    def __init__(self, store: Datastore, prefix: str) -> None:
        self._store = store
        self._prefix = prefix
        self.kept: list[dict[str, object]] = []
        self.notes: list[str] = []

    def add_folder(self, folder: Path, name: str) -> None:
        """`name` is the folder's own name in the run; "" for its root."""

        def add(file: Path) -> None:
            inside = file.relative_to(folder).as_posix()
            self.add(file, f"{name}/{inside}" if name else inside)

        in_place = self._store.local_path(self._prefix + "any") is not None
        for _ in in_order(add, _walk(folder), at_once=1 if in_place else AT_ONCE):
            pass

    def add(self, file: Path, name: str) -> None:
        try:
            path = safe_path(name)
            facts, _ = _keep(file, self._store, self._prefix + path)
            self.kept.append({"path": path, **facts})
        except ObjectExists:
            self.notes.append(f"{name}: something of that name is kept already")
        except (DataError, _Irregular, OSError) as error:
            self.notes.append(f"{name}: {error}")


class _Irregular(Exception):
    """A link, pipe, socket or device where a file should be."""


def _walk(path: Path) -> Iterator[Path]:
    """Files in the order of their names, no links followed; also what is no file, to be refused."""
    if not stat.S_ISDIR(os.lstat(path).st_mode):
        yield path
        return
    with os.scandir(path) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path)


def _keep(file: Path, store: Datastore, path: str) -> tuple[dict[str, object], str]:
    """Stores it; size and digest, and the mark of what is stored."""
    with os.fdopen(_open_regular(file), "rb") as source:
        reader = _Hashing(source)
        stored = store.write(path, reader)  # type: ignore[arg-type]  # only `read` is asked of a stream
        return reader.facts(), stored.etag


def _read(file: Path, store: Datastore, path: str) -> tuple[dict[str, object], str]:
    """The same of a file that is in place already."""
    with os.fdopen(_open_regular(file), "rb") as source:
        etag = store.stat(path).etag  # before: what is changed while it is read is another version
        reader = _Hashing(source)
        while reader.read(_BLOCK_BYTES):
            pass
        return reader.facts(), etag


def _open_regular(file: Path) -> int:
    try:
        fd = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise _Irregular(f"{file.name!r} is not a readable file: {error.strerror}") from error
    facts = os.fstat(fd)
    if stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1:
        return fd
    os.close(fd)
    what = (
        "shares its bytes with another file (a hard link)"
        if stat.S_ISREG(facts.st_mode)
        else "is not a file"
    )
    raise _Irregular(f"{file.name!r} {what}")
