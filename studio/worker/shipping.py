"""The log of an attempt whose datastore is not a file system: kept here first, then shipped.

A step never waits for a network: its words go to a spool on this node's disk, and a thread adds
them to the datastore in batches. While the datastore is away nothing is lost; they follow later.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from studio.data import DataError, Datastore, SizeMismatch
from studio.data.local import LocalDatastore
from studio.worker.logs import TIMES_SUFFIX, LogWriter

BATCH_S = 0.25
BATCH_BYTES = 4 * 1024 * 1024
FREQUENT_BATCHES = 10_000
"""An append blob takes 50,000 batches in all. After this many they become rarer and rarer (twice
as long apart for every 4,000), so that even a log that is written for two weeks ends whole."""
LAST_WORDS_S = 60.0
"""How long an attempt's end waits for a datastore that does not take the rest of its log."""
_HOPELESS = ("auth", "address", "missing", "settings")
_RETRY_S = (0.5, 1.0, 2.0, 5.0)


class ShippedLog:
    """See `Log`. `size` is what has arrived in the datastore."""

    def __init__(
        self, store: Datastore, path: str, spool: Path, reached: Callable[[int], None]
    ) -> None:
        spool.mkdir(parents=True)
        local = LocalDatastore(spool)
        self._writer = LogWriter(_Woken(local, self._wake), path, lambda size: None)
        self._parts = (
            _Part(local, store, path, reached),
            _Part(local, store, path.removesuffix(".log") + TIMES_SUFFIX, lambda size: None),
        )
        self._condition = threading.Condition()
        self._has_news = False
        self._closing = False
        self._given_up = False
        self._lost = 0
        self._thread = threading.Thread(target=self._ship, name="log shipping", daemon=True)
        self._thread.start()

    @property
    def size(self) -> int:
        return self._parts[0].arrived

    @property
    def lost(self) -> int:
        return self._lost

    def write(self, data: bytes) -> None:
        self._writer.write(data)

    def note(self, text: str) -> None:
        self._writer.note(text)

    def close(self, within_s: float = LAST_WORDS_S) -> None:
        self._writer.close()
        with self._condition:
            self._closing = True
            self._condition.notify()
        self._thread.join(within_s)
        self._lost = self._parts[0].waiting()
        self._given_up = True

    def abandon(self) -> None:
        self._given_up = True
        with self._condition:
            self._closing = True
            self._condition.notify()

    def _wake(self) -> None:
        with self._condition:
            self._has_news = True
            self._condition.notify()

    def _ship(self) -> None:
        failures = 0
        while not self._given_up:
            with self._condition:
                self._condition.wait_for(lambda: self._has_news or self._closing)
                self._has_news, closing = False, self._closing
            began = time.monotonic()
            if all(part.ship() for part in self._parts):
                failures = 0
                if closing:
                    return
                pause = pace(self._parts[0].batches)
            elif closing and any(part.is_hopeless for part in self._parts):
                return
            else:
                pause = _RETRY_S[min(failures, len(_RETRY_S) - 1)]
                failures += 1
                self._has_news = True
            self._rest(began + pause - time.monotonic(), until_closing=failures == 0)

    def _rest(self, seconds: float, *, until_closing: bool) -> None:
        """Between batches; the end of the step ends it, unless the datastore is away."""
        with self._condition:
            self._condition.wait_for(lambda: until_closing and self._closing, max(0.0, seconds))


def pace(batches: int) -> float:
    """Seconds from one batch to the next, after so many."""
    return float(BATCH_S * 2 ** (max(0, batches - FREQUENT_BATCHES) / 4_000))


class _Part:
    """One spooled object on its way."""

    def __init__(
        self, local: LocalDatastore, store: Datastore, path: str, reached: Callable[[int], None]
    ) -> None:
        self._local, self._store, self._path, self._reached = local, store, path, reached
        self._shipped = 0
        self.is_hopeless = False
        """The datastore has not taken it for a reason that waiting does not change."""
        self.arrived = 0
        self.batches = 0

    def ship(self) -> bool:
        """All there is; False when the datastore does not take it now."""
        while left := self.waiting():
            with self._local.open(self._path, self._shipped, min(left, BATCH_BYTES)) as spooled:
                data = spooled.read()
            try:
                self.arrived = self._store.append(self._path, data, self.arrived)
            except SizeMismatch as error:
                self.arrived = error.actual  # somebody wrote here before us: go on behind it
                continue
            except DataError as error:
                self.is_hopeless = getattr(error, "code", "failing") in _HOPELESS
                return False
            self._shipped += len(data)
            self.batches += 1
            self._reached(self.arrived)
        return True

    def waiting(self) -> int:
        try:
            return self._local.stat(self._path).size - self._shipped
        except DataError:
            return 0  # nothing was said yet


class _Woken:
    """The spool as a log's store: whoever adds to it wakes the shipper."""

    def __init__(self, local: LocalDatastore, wake: Callable[[], None]) -> None:
        self.stat = local.stat
        self._append = local.append
        self._wake = wake

    def append(self, path: str, data: bytes, expected_size: int | None = None) -> int:
        size = self._append(path, data, expected_size)
        self._wake()
        return size
