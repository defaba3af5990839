"""Secret key, encryption key and the nodes' key: made on first start, kept outside the database, for our eyes only."""

import logging
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import overload

from cryptography.fernet import Fernet

log = logging.getLogger(__name__)

SHORTEST_SECRET = 50
NODE_KEY = "node.key"


class KeyProblem(Exception):
    """A key file cannot be used; the text says why and what to do."""


def secret_key(folder: Path) -> str:
    """The key that signs sessions and tokens' digests, at least 50 characters."""
    key = _read_or_make(folder / "secret.key", lambda: secrets.token_urlsafe(64))
    if len(key) < SHORTEST_SECRET:
        raise KeyProblem(
            f"{folder / 'secret.key'} holds fewer than {SHORTEST_SECRET} characters. Delete it to get a "
            "new one (everybody signs in again, and API tokens stop working)."
        )
    return key


def encryption_keys(folder: Path) -> "KeyFile":
    """Fernet keys, newest first; more than one line means older secrets are still readable."""
    return KeyFile(
        folder / "encryption.key", "without it the stored datastore secrets cannot be read."
    )


class KeyFile(Sequence[str]):
    """Fernet keys of a file, newest first, read again whenever it changes: a new key needs no restart."""

    def __init__(self, path: Path, why: str) -> None:
        """Makes the file when it is not there. Raises KeyProblem."""
        self._path, self._why = path, why
        self._keys = _fernet_keys(path, why)
        self._stamp = _stamp(path)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return self._read()[index]

    def __len__(self) -> int:
        return len(self._read())

    def add_new(self) -> None:
        """A new key in front of the others, which still open what they sealed."""
        self._write([Fernet.generate_key().decode(), *self._read()])

    def keep_newest(self) -> int:
        """Forgets all other keys; returns how many."""
        newest, *others = self._read()
        self._write([newest])
        return len(others)

    def _read(self) -> list[str]:
        """A file that went bad meanwhile leaves us with the keys we know: they still fit."""
        stamp = _stamp(self._path)
        if stamp not in (None, self._stamp):
            try:
                self._keys = _fernet_keys(self._path, self._why)
            except KeyProblem:
                log.exception("the changed key file is not used")
            self._stamp = stamp
        return self._keys

    def _write(self, keys: list[str]) -> None:
        half = _half_written(self._path, "\n".join(keys) + "\n")
        half.replace(self._path)


def node_keys(folder: Path) -> list[str]:
    """Fernet keys of what is sealed for nodes, newest first; each node has a copy of the file."""
    return _fernet_keys(folder / NODE_KEY, "it must be the same file on every compute node.")


def _fernet_keys(path: Path, why: str) -> list[str]:
    """Raises KeyProblem; `why` tells what the right file is needed for."""
    keys = _read_or_make(path, lambda: Fernet.generate_key().decode()).split()
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        raise KeyProblem(
            f"{path} does not hold a Fernet key. Put the right file back: {why}"
        ) from None
    return keys


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make_once(path, make())
    if path.stat().st_mode & 0o077:
        raise KeyProblem(f"{path} can be read by others. Run: chmod 600 {path}")
    text = path.read_text().strip()
    if not text:
        raise KeyProblem(
            f"{path} is empty. Put the right file back, or delete it to make a new one."
        )
    return text


def _make_once(path: Path, text: str) -> None:
    """Write the file whole or not at all, also when two processes start together."""
    if path.exists():
        return
    half = _half_written(path, text)
    try:
        os.link(half, path)
    except FileExistsError:
        return
    finally:
        half.unlink()


def _half_written(path: Path, text: str) -> Path:
    """A file beside `path` that is safely on the disk and waits for its name."""
    half = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        half.unlink()
        raise
    return half


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when the file is replaced; None while there is none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_mtime_ns
