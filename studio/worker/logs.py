"""The log of one attempt: raw bytes, in order, into the datastore, with a time index beside it."""

import struct
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from studio.data import DataError, SizeMismatch, Stat

MAX_BYTES = 1024 * 1024 * 1024
"""What is stored of one log; after that only its last part is, with a word about the rest."""
TAIL_BYTES = 64 * 1024
TIMES_INTERVAL_S = 0.1
TIMES_SUFFIX = ".times"

_PAIR = struct.Struct(">QQ")
"""Time index: "the bytes before this offset had been written by then" (epoch milliseconds)."""
_RETRY_S = 1.0


class Log(Protocol):
    """What a running step's words go to."""

    @property
    def size(self) -> int:
        """How far it reaches, in bytes."""

    def write(self, data: bytes) -> None: ...

    def note(self, text: str) -> None:
        """A line of ours among the step's own."""

    @property
    def lost(self) -> int:
        """Bytes that are missing without a word about it in the log."""

    def close(self) -> None:
        """The last words."""

    def abandon(self) -> None:
        """Nothing more is stored of it; after `close` it changes nothing."""


class Appendable(Protocol):
    """The part of a datastore that a log needs."""

    def append(self, path: str, data: bytes, expected_size: int | None = None) -> int: ...

    def stat(self, path: str) -> Stat: ...


class LogWriter:
    """Never raises: a full or absent store must not stop a step. What is lost is counted and said."""

    def __init__(self, store: Appendable, path: str, reached: Callable[[int], None]) -> None:
        self._store = store
        self._path = path
        self._times = path.removesuffix(".log") + TIMES_SUFFIX
        self._reached = reached
        self.size = 0
        self._dropped = 0
        self._tail = b""
        self._full = False
        self._retry_at = 0.0
        self._timed_at = 0.0
        self._timed = 0  # size at the last pair

    def write(self, data: bytes) -> None:
        if self._full or self.size + len(data) > MAX_BYTES:
            self._full = True
            self._drop(data)
        elif self._dropped and (time.monotonic() < self._retry_at or not self._say_dropped()):
            self._drop(data)
        else:
            self._append(data)

    def note(self, text: str) -> None:
        """A line of ours among the step's own."""
        self.write(f"[studio] {text}\n".encode())

    def close(self) -> None:
        """The last words: what was dropped, and how it ended."""
        if self._dropped and self._full:
            dropped = self._dropped - len(self._tail)
            self._append(f"\n[studio] {dropped} bytes are left out here\n".encode() + self._tail)
        elif self._dropped:
            self._say_dropped()
        if self._timed != self.size:
            self._time()

    @property
    def lost(self) -> int:
        return 0 if self._full else self._dropped

    def abandon(self) -> None:
        """What is written is stored already."""

    def _append(self, data: bytes) -> bool:
        try:
            self.size = self._store.append(self._path, data, self.size)
        except SizeMismatch as error:
            self.size = error.actual  # somebody wrote here before us: go on behind it
            return self._append(data)
        except DataError:
            self._lose(data)
            return False
        if time.monotonic() - self._timed_at >= TIMES_INTERVAL_S:
            self._time()
        self._reached(self.size)
        return True

    def _lose(self, data: bytes) -> None:
        try:
            stored = self._store.stat(self._path).size  # a full disk takes the beginning of a write
        except DataError:
            stored = self.size
        self._drop(data[max(stored - self.size, 0) :])
        self.size = max(stored, self.size)
        self._retry_at = time.monotonic() + _RETRY_S

    def _drop(self, data: bytes) -> None:
        self._dropped += len(data)
        if self._full:
            self._tail = (self._tail + data)[-TAIL_BYTES:]

    def _say_dropped(self) -> bool:
        count, self._dropped = self._dropped, 0
        if self._append(f"\n[studio] {count} bytes of this log could not be stored\n".encode()):
            return True
        self._dropped = count
        return False

    def _time(self) -> None:
        self._timed_at = time.monotonic()
        self._timed = self.size
        # Times are a comfort; the log itself has its own words about the store.
        with suppress(DataError):
            self._store.append(self._times, _PAIR.pack(self.size, int(time.time() * 1000)))
