"""A folder as a datastore, and what every other kind will have to do alike."""

import io
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from studio.data import (
    Datastore,
    DatastoreSpec,
    DatastoreUnavailable,
    Entry,
    InvalidPath,
    ObjectExists,
    ObjectNotFound,
    SizeMismatch,
    StorageFull,
    UnknownDatastoreKind,
    beneath,
    open_store,
)


@pytest.fixture(params=["one system call", "folder by folder"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Datastore:
    if request.param == "folder by folder":
        monkeypatch.setattr(beneath, "_open_beneath", beneath._walk)
    root = tmp_path / "root"
    root.mkdir()
    return open_store(DatastoreSpec("default", "local", {"root": str(root)}))


def _paths(entries: Sequence[Entry]) -> list[str]:
    return [entry.path for entry in entries]


def test_what_is_written_is_read_whole_or_in_part(store: Datastore) -> None:
    stat = store.write("a/b/c.bin", io.BytesIO(b"0123456789"))
    assert stat.size == 10
    assert store.stat("a/b/c.bin") == stat
    assert store.open("a/b/c.bin").read() == b"0123456789"
    assert store.open("a/b/c.bin", 3).read() == b"3456789"
    assert store.open("a/b/c.bin", 3, 4).read() == b"3456"
    assert store.open("a/b/c.bin", 8, 100).read() == b"89"
    assert store.open("a/b/c.bin", 100).read() == b""


def test_nothing_is_replaced_unless_asked(store: Datastore) -> None:
    first = store.write("x", b"one")
    with pytest.raises(ObjectExists):
        store.write("x", b"two")
    assert store.open("x").read() == b"one"
    second = store.write("x", b"two!", overwrite=True)
    assert store.open("x").read() == b"two!"
    assert first.etag != second.etag


def test_a_write_that_breaks_off_leaves_nothing(store: Datastore) -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise RuntimeError("cut")
            return super().read(2)

    with pytest.raises(RuntimeError, match="cut"):
        store.write("x", Breaking(b"12345"))
    assert store.list() == []
    place = store.local_path("x")
    assert place is not None
    assert list((place.parent / ".incoming").iterdir()) == []


def test_ten_writers_of_one_name_leave_one_whole_object(store: Datastore) -> None:
    won: list[int] = []

    def write(number: int) -> None:
        try:
            store.write("same", bytes([number]) * 100_000)
            won.append(number)
        except ObjectExists:
            pass

    threads = [threading.Thread(target=write, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert store.open("same").read() == bytes(won) * 100_000


def test_a_listing_is_in_order_and_by_pages(store: Datastore) -> None:
    names = ["b/2", "b/1", "b.txt", "b-x/1", "a", "c/d/e", "c/d.e"]
    for name in names:
        store.write(name, b"")
    in_order = sorted(names)
    assert _paths(store.list()) == in_order
    assert _paths(store.list("c")) == ["c/d.e", "c/d/e"]
    pages, after = [], None
    while page := store.list(after=after, limit=2):
        pages += _paths(page)
        after = page[-1].path
    assert pages == in_order
    assert store.list(limit=0) == []


def test_one_level_shows_folders_as_folders(store: Datastore) -> None:
    for name in ("x/1", "x/y/2", "z"):
        store.write(name, b"12")
    assert [(e.path, e.is_folder, e.size) for e in store.list(recursive=False)] == [
        ("x", True, 0),
        ("z", False, 2),
    ]
    assert _paths(store.list("x", recursive=False)) == ["x/1", "x/y"]
    assert _paths(store.list(recursive=False, after="x")) == ["z"]


def test_listing_an_object_gives_the_object_and_nothing_gives_nothing(store: Datastore) -> None:
    store.write("a/b", b"")
    assert _paths(store.list("a/b")) == ["a/b"]
    assert store.list("a/b", after="a/b") == []
    assert store.list("no") == store.list("a/b/c") == []


def test_an_append_knows_where_it_belongs(store: Datastore) -> None:
    assert store.append("logs/1.log", b"abc", 0) == 3
    assert store.append("logs/1.log", b"de", 3) == 5
    with pytest.raises(SizeMismatch) as told:
        store.append("logs/1.log", b"de", 3)
    assert (told.value.actual, told.value.expected) == (5, 3)
    assert store.append("logs/1.log", b"f") == 6
    assert store.open("logs/1.log").read() == b"abcdef"


def test_what_is_deleted_is_gone(store: Datastore) -> None:
    for name in ("a/1", "a/b/2", "ab"):
        store.write(name, b"")
    store.delete("a/1")
    with pytest.raises(ObjectNotFound):
        store.delete("a/1")
    assert store.delete_prefix("a") == 1
    assert _paths(store.list()) == ["ab"]
    assert store.delete_prefix("a") == 0


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", ".incoming/x", "a\0"])
def test_no_path_leaves_the_root(store: Datastore, path: str) -> None:
    for call in (store.stat, store.open, store.delete, store.delete_prefix, store.local_path):
        with pytest.raises(InvalidPath):
            call(path)
    with pytest.raises(InvalidPath):
        store.write(path, b"")
    with pytest.raises(InvalidPath):
        store.append(path, b"")


def test_links_pipes_and_folders_are_no_objects(store: Datastore, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("canary")
    root = tmp_path / "root"
    (root / "link").symlink_to(tmp_path / "secret")
    (root / "folder-link").symlink_to(tmp_path)
    os.mkfifo(root / "pipe")
    (root / "folder").mkdir()
    for path in ("link", "folder-link/secret", "pipe", "folder"):
        with pytest.raises(ObjectNotFound):
            store.open(path)
        with pytest.raises(ObjectNotFound):
            store.stat(path)
    assert store.list() == []
    assert store.list("folder-link") == []
    with pytest.raises((ObjectNotFound, DatastoreUnavailable)):
        store.write("folder-link/new", b"")
    with pytest.raises((ObjectNotFound, DatastoreUnavailable)):
        store.append("link", b"x")
    assert store.delete_prefix("folder-link") == 0
    assert (tmp_path / "secret").read_text() == "canary"
    assert not (tmp_path / "new").exists()


def test_a_full_disk_is_a_word_of_its_own(store: Datastore, tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(StorageFull):
        store.write("x", Full())


def test_a_missing_root_is_an_unmounted_disk_not_an_empty_store(tmp_path: Path) -> None:
    with pytest.raises(DatastoreUnavailable):
        open_store(DatastoreSpec("default", "local", {"root": str(tmp_path / "gone")}))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownDatastoreKind):
        open_store(DatastoreSpec("default", "carrier_pigeon"))


def test_a_racing_link_never_wins(store: Datastore, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x").write_text("canary")
    place, stop = tmp_path / "root" / "d", threading.Event()

    def swap() -> None:
        while not stop.is_set():
            place.mkdir()
            (place / "x").write_text("mine")
            (place / "x").unlink()
            place.rmdir()
            place.symlink_to(tmp_path / "outside")
            place.unlink()

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        for _ in range(2000):
            with suppress(ObjectNotFound):
                assert store.open("d/x").read() != b"canary"
    finally:
        stop.set()
        thread.join()
