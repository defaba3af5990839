"""The log of a step whose datastore is far away: the step never waits, and nothing is lost."""

import threading
from pathlib import Path

import pytest

from studio.data import DatastoreUnavailable
from studio.data.local import LocalDatastore
from studio.worker import shipping
from studio.worker.shipping import ShippedLog, pace
from tests.waiting import wait_until


class Far(LocalDatastore):
    """A datastore that can be away, or answer no more."""

    away = False
    batches: list[int]

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.batches = []
        self.answers = threading.Event()
        self.answers.set()

    def append(self, path: str, data: bytes, expected_size: int | None = None) -> int:
        self.answers.wait()
        if self.away:
            raise DatastoreUnavailable("away")
        if path.endswith(".log"):
            self.batches.append(len(data))
        return super().append(path, data, expected_size)

    def kept(self) -> bytes:
        path = self.local_path("a.log")
        assert path is not None
        return path.read_bytes() if path.exists() else b""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Far:
    monkeypatch.setattr(shipping, "_RETRY_S", (0.01,))
    (tmp_path / "far").mkdir()
    return Far(tmp_path / "far")


def _log(store: Far, tmp_path: Path, reached: list[int] | None = None) -> ShippedLog:
    told = [] if reached is None else reached
    return ShippedLog(store, "a.log", tmp_path / "spool", told.append)


def test_words_arrive_while_the_step_goes_on(store: Far, tmp_path: Path) -> None:
    reached: list[int] = []
    log = _log(store, tmp_path, reached)
    log.write(b"first\n")
    wait_until(lambda: store.kept() == b"first\n")
    wait_until(lambda: reached == [6])
    log.write(b"second\n")
    log.close()
    assert store.kept() == b"first\nsecond\n"
    assert (log.size, log.lost, reached[-1]) == (13, 0, 13)


def test_what_is_said_quickly_goes_together(store: Far, tmp_path: Path) -> None:
    log = _log(store, tmp_path)
    for _ in range(2_000):
        log.write(b"0123456789")
    log.close()
    assert store.kept() == b"0123456789" * 2_000
    assert len(store.batches) < 20


def test_a_datastore_that_comes_back_gets_everything(store: Far, tmp_path: Path) -> None:
    log = _log(store, tmp_path)
    store.away = True
    log.write(b"while it was away\n")
    log.write(b"and more\n")
    assert store.kept() == b""
    store.away = False
    wait_until(lambda: store.kept() == b"while it was away\nand more\n")
    log.close()


def test_a_datastore_that_stays_away_is_not_waited_for_for_ever(store: Far, tmp_path: Path) -> None:
    log = _log(store, tmp_path)
    log.write(b"before\n")
    wait_until(lambda: store.kept() == b"before\n")
    store.away = True
    log.write(b"after\n")
    log.close(within_s=0.05)
    assert store.kept() == b"before\n"
    assert (log.size, log.lost) == (7, 6)


def test_a_step_does_not_wait_for_a_datastore_that_hangs(store: Far, tmp_path: Path) -> None:
    log = _log(store, tmp_path)
    store.answers.clear()
    for _ in range(100):
        log.write(bytes(10_000))
    store.answers.set()
    log.close()
    assert store.kept() == bytes(1_000_000)


def test_what_another_life_of_the_attempt_wrote_stays(store: Far, tmp_path: Path) -> None:
    store.append("a.log", b"earlier\n")
    log = _log(store, tmp_path)
    log.write(b"now\n")
    log.close()
    assert store.kept() == b"earlier\nnow\n"
    assert log.size == 12


def test_an_abandoned_log_ships_nothing_more(store: Far, tmp_path: Path) -> None:
    log = _log(store, tmp_path)
    store.away = True
    log.write(b"x")
    log.abandon()
    log._thread.join(5)
    assert not log._thread.is_alive()


def test_a_log_of_two_weeks_fits_into_an_append_blob() -> None:
    assert pace(0) == pace(10_000) == 0.25
    assert sum(map(pace, range(50_000))) > 14 * 24 * 3600
