"""What is particular about a folder as a datastore; the rest is in test_datastores.py."""

import io
import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from studio.data import (
    Datastore,
    DatastoreSpec,
    DatastoreUnavailable,
    ObjectNotFound,
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


def test_a_full_disk_is_a_word_of_its_own(
    store: Datastore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk, pytest.raises(StorageFull):
        disk.setattr(os, "write", full)
        store.write("x", b"1")
    assert store.list() == []


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


def test_a_folder_that_is_deleted_meanwhile_takes_nothing_else_along(
    store: Datastore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listing once came out empty because one folder in it went away."""
    for name in ("a", "b/1", "c"):
        store.write(name, b"")
    look, folder = os.scandir, tmp_path / "root" / "b"

    def and_delete(handle: int) -> object:
        found = look(handle)
        if folder.exists():
            (folder / "1").unlink()
            folder.rmdir()
        return found

    monkeypatch.setattr(os, "scandir", and_delete)
    assert [entry.path for entry in store.list()] == ["a", "c"]
