"""The log of an attempt when its store is full, gone, or has had enough."""

from pathlib import Path

import pytest

from studio.data import StorageFull
from studio.data.local import LocalDatastore
from studio.worker import logs
from studio.worker.logs import LogWriter


class Filling(LocalDatastore):
    """Has room for so many bytes of a log, as a disk has."""

    room = 10

    def append(self, path: str, data: bytes, expected_size: int | None = None) -> int:
        if path.endswith(".times"):
            return super().append(path, data)
        fits = data[: self.room]
        self.room -= len(fits)
        size = super().append(path, fits, expected_size)
        if len(fits) < len(data):
            raise StorageFull("no room")
        return size


@pytest.fixture
def store(tmp_path: Path) -> Filling:
    return Filling(tmp_path)


def test_a_full_store_loses_the_rest_and_says_how_much(
    store: Filling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_RETRY_S", 0.0)
    log = LogWriter(store, "a.log", lambda size: None)
    log.write(b"0123456")
    log.write(b"789abcdef")
    log.write(b"ghi")
    store.room = 10_000
    log.write(b"back\n")
    log.close()
    text = (tmp_path / "a.log").read_bytes()
    assert text.startswith(b"0123456789")
    assert text.endswith(b"back\n")
    assert b"[studio] " in text
    assert log.size == len(text)


def test_a_store_that_stays_full_ends_in_an_exact_prefix(store: Filling, tmp_path: Path) -> None:
    log = LogWriter(store, "a.log", lambda size: None)
    for _ in range(100):
        log.write(b"0123456789")
    log.close()
    assert (tmp_path / "a.log").read_bytes() == b"0123456789"
    assert log.size == 10


def test_over_the_cap_head_and_tail_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 100)
    monkeypatch.setattr(logs, "TAIL_BYTES", 10)
    log = LogWriter(LocalDatastore(tmp_path), "a.log", lambda size: None)
    log.write(b"h" * 90)
    for number in range(1000):
        log.write(b"%09d\n" % number)
    log.close()
    text = (tmp_path / "a.log").read_bytes()
    assert (
        text == b"h" * 90 + b"000000000\n" + b"\n[studio] 9980 bytes are left out here\n000000999\n"
    )
    assert log.size == len(text)
