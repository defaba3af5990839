"""The node's cache of snapshot files: whole entries only, whoever dies or fills it meanwhile."""

import hashlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from studio.data.errors import DatastoreUnavailable
from studio.data.local import LocalDatastore
from studio.engine.messages import FileRef
from studio.engine.states import Reason
from studio.worker import cache as cache_module
from studio.worker.cache import USED_AGAIN_S, BlobCache
from studio.worker.failures import StepFailed

PREFIX = "azureml/blobs/"
ROOT = Path(__file__).resolve().parents[2]


class Shelf:
    """A store with blobs, and caches in front of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "store").mkdir()
        self.store = LocalDatastore(folder / "store")

    def put(self, content: bytes) -> FileRef:
        sha256 = hashlib.sha256(content).hexdigest()
        self.store.write(f"{PREFIX}{sha256[:2]}/{sha256}", content, overwrite=True)
        return FileRef(sha256, len(content))

    def cache(self, limit: int = 10**9, node: str = "n") -> BlobCache:
        return BlobCache(self.folder / "blobs", self.folder / node / "parts", limit)

    def path(self, file: FileRef) -> Path:
        return self.folder / "blobs" / file.sha256[:2] / file.sha256

    def copied(self, cache: BlobCache, file: FileRef) -> bytes:
        target = self.folder / f"copy-{threading.get_ident()}-{time.monotonic_ns()}"
        cache.copy(file, target, self.store, PREFIX)
        return target.read_bytes()

    def forget(self, file: FileRef) -> None:
        self.store.delete(f"{PREFIX}{file.sha256[:2]}/{file.sha256}")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_a_file_is_fetched_once(shelf: Shelf):
    cache, file = shelf.cache(), shelf.put(b"hello")
    assert not cache.holds({"a": file})
    assert shelf.copied(cache, file) == b"hello"
    shelf.forget(file)
    assert cache.holds({"a": file})
    assert shelf.copied(cache, file) == cache.read(file, shelf.store, PREFIX) == b"hello"


def test_a_step_that_writes_its_files_changes_nobody_elses(shelf: Shelf):
    cache, file = shelf.cache(), shelf.put(b"config")
    mine, theirs = shelf.folder / "mine", shelf.folder / "theirs"
    cache.copy(file, mine, shelf.store, PREFIX)
    cache.copy(file, theirs, shelf.store, PREFIX)
    with mine.open("r+b") as opened:
        opened.write(b"CHANGE")
    assert (theirs.read_bytes(), shelf.copied(cache, file)) == (b"config", b"config")
    assert os.access(mine, os.W_OK)


def test_it_copies_where_the_kernel_cannot_share(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> int:
        raise OSError(18, "Invalid cross-device link")

    cache, file = shelf.cache(), shelf.put(b"x" * 3_000_000)
    for how in (refuse, lambda *_: 0):
        monkeypatch.setattr(cache_module, "_share", how)
        assert shelf.copied(cache, file) == b"x" * 3_000_000


@pytest.mark.parametrize("damaged", [b"", b"hell", b"hello!"])
def test_an_entry_of_another_size_is_fetched_anew(shelf: Shelf, damaged: bytes):
    cache, file = shelf.cache(), shelf.put(b"hello")
    shelf.copied(cache, file)
    shelf.path(file).chmod(0o600)
    shelf.path(file).write_bytes(damaged)
    assert not cache.holds({"a": file})
    assert shelf.copied(cache, file) == b"hello"


def test_a_source_whose_bytes_changed_is_fetched_anew(shelf: Shelf):
    cache, file = shelf.cache(), shelf.put(b"print(1)")
    shelf.copied(cache, file)
    shelf.path(file).chmod(0o600)
    shelf.path(file).write_bytes(b"print(2)")
    assert cache.read(file, shelf.store, PREFIX) == b"print(1)"


@pytest.mark.parametrize(
    ("stored", "file"),
    [
        (b"other", FileRef("a" * 64, 5)),
        (b"hello", FileRef(hashlib.sha256(b"hello").hexdigest(), 9)),
    ],
    ids=["other bytes", "other size"],
)
def test_bytes_that_are_not_the_digests_never_get_in(shelf: Shelf, stored: bytes, file: FileRef):
    shelf.store.write(f"{PREFIX}{file.sha256[:2]}/{file.sha256}", stored)
    with pytest.raises(StepFailed) as failed:
        shelf.copied(shelf.cache(), file)
    assert failed.value.reason is Reason.SNAPSHOT_INVALID
    assert not shelf.path(file).exists()
    assert list((shelf.folder / "n" / "parts").iterdir()) == []


def test_a_file_that_is_nowhere_says_that_the_snapshot_is_broken(shelf: Shelf):
    with pytest.raises(StepFailed) as failed:
        shelf.copied(shelf.cache(), FileRef("0" * 64, 1))
    assert failed.value.reason is Reason.SNAPSHOT_INVALID


def test_many_steps_at_once_get_whole_files(shelf: Shelf):
    cache, files = shelf.cache(), [shelf.put(bytes([n]) * 200_000) for n in range(8)]
    begin, wrong = threading.Barrier(8), []

    def step() -> None:
        begin.wait()
        for n, file in enumerate(files):
            if shelf.copied(cache, file) != bytes([n]) * 200_000:
                wrong.append(n)

    threads = [threading.Thread(target=step) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert list((shelf.folder / "n" / "parts").iterdir()) == []


FETCHING = """
import io, sys
from pathlib import Path
from studio.engine.messages import FileRef
from studio.worker.cache import BlobCache

class Slow(io.RawIOBase):
    def __init__(self): self.halves = [b"hel"]
    def readable(self): return True
    def read(self, size=-1):
        if self.halves: return self.halves.pop()
        print("half", flush=True)
        sys.stdin.read()

class Store:
    def open(self, path): return Slow()

folder = Path(sys.argv[1])
BlobCache(folder / "blobs", folder / "n" / "parts")._fetch(FileRef(sys.argv[2], 5), Store(), "")
"""


def test_what_a_killed_node_had_half_fetched_is_gone_and_was_never_seen(shelf: Shelf):
    file = shelf.put(b"hello")
    command = [sys.executable, "-c", FETCHING, str(shelf.folder), file.sha256]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        parts = shelf.folder / "n" / "parts"
        assert len(list(parts.iterdir())) == 1
        assert not shelf.path(file).exists()
        process.send_signal(signal.SIGKILL)
    cache = shelf.cache()
    assert list(parts.iterdir()) == []
    assert not cache.holds({"a": file})
    assert shelf.copied(cache, file) == b"hello"


def test_another_nodes_half_fetched_files_are_left_alone(shelf: Shelf):
    shelf.cache(node="one")
    part = shelf.folder / "one" / "parts" / "x"
    part.write_bytes(b"half")
    shelf.cache(node="two")
    assert part.exists()


def aged(shelf: Shelf, file: FileRef, seconds: float) -> None:
    when = time.time() - seconds
    os.utime(shelf.path(file), (when, when))


def test_what_was_not_used_for_longest_makes_room(shelf: Shelf):
    cache = shelf.cache(limit=1_000)
    files = [shelf.put(bytes([n]) * 300) for n in range(4)]
    for age, file in zip((9_000, 8_000, 7_000), files, strict=False):
        shelf.copied(cache, file)
        aged(shelf, file, age)
    shelf.copied(cache, files[0])  # used again
    shelf.copied(cache, files[3])
    assert [cache.holds({"a": file}) for file in files] == [True, False, True, True]


def test_an_entry_used_within_the_hour_is_not_written_to(shelf: Shelf):
    cache, file = shelf.cache(), shelf.put(b"x")
    shelf.copied(cache, file)
    aged(shelf, file, USED_AGAIN_S / 2)
    before = shelf.path(file).stat().st_mtime_ns
    shelf.copied(cache, file)
    assert shelf.path(file).stat().st_mtime_ns == before


def test_a_snapshot_larger_than_the_cache_still_comes_whole(shelf: Shelf):
    cache = shelf.cache(limit=100)
    files = [shelf.put(bytes([n]) * 300) for n in range(5)]
    assert [shelf.copied(cache, file)[:1] for file in files] == [bytes([n]) for n in range(5)]
    assert sum(path.stat().st_size for path in (shelf.folder / "blobs").glob("??/*")) == 300


def test_steps_that_make_each_others_room_get_whole_files(shelf: Shelf):
    caches = [shelf.cache(limit=2_000, node=node) for node in ("one", "two")]
    files = [shelf.put(bytes([n]) * 500) for n in range(12)]
    wrong: list[int] = []

    def step(cache: BlobCache) -> None:
        for _ in range(10):
            for n, file in enumerate(files):
                if shelf.copied(cache, file) != bytes([n]) * 500:
                    wrong.append(n)

    threads = [threading.Thread(target=step, args=(caches[n % 2],)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_store_that_cannot_be_reached_is_not_a_broken_snapshot(shelf: Shelf):
    class Away:
        def open(self, path: str) -> io.BytesIO:
            raise DatastoreUnavailable("nobody answers", code="timeout")

    with pytest.raises(StepFailed) as failed:
        shelf.cache()._fetch(FileRef("0" * 64, 1), Away(), PREFIX)  # type: ignore[arg-type]  # opens only
    assert failed.value.reason is Reason.DATASTORE_UNAVAILABLE
