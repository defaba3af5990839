"""What every kind of datastore does alike: one suite for all of them."""

import dataclasses
import io
import threading
from collections.abc import Callable, Sequence

import pytest

from studio.data import (
    Credentials,
    Datastore,
    DatastoreUnavailable,
    Entry,
    InvalidPath,
    ObjectExists,
    ObjectNotFound,
    SizeMismatch,
    open_store,
)
from studio.data.patience import Patience
from tests.data.places import KINDS, Place

IMPATIENT = Patience(connect_s=0.3, read_s=0.3, request_s=0.5, total_s=0.8, tries=2, pause_s=0.01)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest) -> Place:
    """An empty datastore of each kind."""
    made: Callable[[], Place] = request.getfixturevalue(f"new_{request.param}")
    return made()


@pytest.fixture
def store(place: Place) -> Datastore:
    return open_store(place.spec)


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


def test_a_listing_says_of_each_object_what_looking_at_it_says(store: Datastore) -> None:
    for name in ("a", "b/c"):
        store.write(name, name.encode() * 3)
    for entry in store.list():
        stat = store.stat(entry.path)
        assert (entry.size, entry.modified, entry.etag) == (stat.size, stat.modified, stat.etag)
    assert store.list("a")[0].etag == store.stat("a").etag


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


def test_an_object_may_be_empty_and_is_there(store: Datastore) -> None:
    assert store.write("empty", b"").size == 0
    assert store.stat("empty").size == 0
    assert store.open("empty").read() == b""
    assert _paths(store.list()) == ["empty"]


UNICODE = ["zażółć/gęślą jaźń.csv", "日本語/データ.txt", "a b/c+d%41&e=f#g.txt", "ﬁ/😀.bin", "Z/a", "z/A"]  # fmt: skip


@pytest.mark.parametrize("name", UNICODE)
def test_names_of_any_script_come_back_as_they_went(store: Datastore, name: str) -> None:
    store.write(name, name.encode())
    assert store.open(name).read() == name.encode()
    assert _paths(store.list()) == [name]
    assert _paths(store.list(name.split("/")[0])) == [name]
    store.append("log/" + name, b"x")
    store.delete(name)
    assert _paths(store.list()) == ["log/" + name]


def test_one_name_has_one_spelling(store: Datastore) -> None:
    """Composed and decomposed letters are the same object, also where the store tells them apart."""
    store.write("cafe\u0301", b"1")
    assert store.open("caf\u00e9").read() == b"1"
    assert _paths(store.list()) == ["caf\u00e9"]


@pytest.mark.parametrize("size", [1, 8 * 1024 * 1024 - 1, 8 * 1024 * 1024, 20_000_001])
def test_a_stream_arrives_whole_whatever_its_size_and_its_pieces(
    store: Datastore, size: int
) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    stat = store.write("x", _Piecemeal(content[:size]))
    assert stat == store.stat("x")
    with store.open("x") as reader:
        assert reader.read() == content[:size]
    with store.open("x", size // 2, 1000) as reader:
        assert reader.read() == content[size // 2 : size][:1000]


class _Piecemeal(io.BytesIO):
    """Gives less than it is asked for, as sockets do."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size, 70_001) if size and size > 0 else size)


def test_what_grows_while_it_is_read_is_read_as_far_as_it_was(store: Datastore) -> None:
    store.append("log", b"a" * 3_000_000)
    with store.open("log", 0, 3_000_000) as reader:
        assert reader.read(10) == b"a" * 10
        store.append("log", b"b")
        assert reader.read() == b"a" * 2_999_990


def test_a_reader_can_be_wound_back(store: Datastore) -> None:
    store.write("x", bytes(3_000_000))
    with store.open("x") as reader:
        assert reader.seek(-4, io.SEEK_END) == 2_999_996
        assert reader.read() == bytes(4)
        reader.seek(0)
        assert len(reader.read(10)) == 10
        assert reader.tell() == 10


def test_a_replaced_object_has_another_etag_even_with_equal_bytes_in_another_place(
    store: Datastore,
) -> None:
    one, two = store.write("a", b"same"), store.write("a", b"sane", overwrite=True)
    assert one.etag != two.etag
    assert store.stat("a").etag == two.etag


def test_an_upload_in_parts_goes_on_where_it_stopped(place: Place) -> None:
    first = open_store(place.spec).staged("upload-1", "up/load.bin")
    assert first.size() == 0
    assert first.append(0, b"12345") == 5
    again = place.reopened().staged("upload-1", "up/load.bin")
    assert again.size() == 5
    with pytest.raises(SizeMismatch) as told:
        again.append(3, b"45")
    assert told.value.actual == 5
    assert again.append(5, io.BytesIO(b"678")) == 8
    assert _paths(open_store(place.spec).list()) == [], "nobody sees it yet"
    stat = again.commit()
    assert open_store(place.spec).stat("up/load.bin") == stat
    assert open_store(place.spec).open("up/load.bin").read() == b"12345678"


def test_an_upload_in_parts_replaces_only_when_asked(store: Datastore) -> None:
    store.write("x", b"old")
    upload = store.staged("u", "x")
    upload.append(0, b"new")
    with pytest.raises(ObjectExists):
        upload.commit()
    assert store.open("x").read() == b"old"
    upload.commit(overwrite=True)
    assert store.open("x").read() == b"new"


def test_an_upload_of_nothing_is_an_empty_object(store: Datastore) -> None:
    upload = store.staged("u", "x")
    upload.append(0, b"")
    assert upload.commit().size == 0


def test_a_discarded_upload_leaves_nothing(store: Datastore) -> None:
    upload = store.staged("u", "x")
    upload.append(0, b"new")
    upload.discard()
    upload.discard()
    assert store.list() == []


def test_a_part_that_breaks_off_is_kept_as_far_as_it_came(store: Datastore) -> None:
    class Breaking:
        sent = 0

        def read(self, size: int) -> bytes:
            self.sent += 1
            if self.sent == 2:
                raise ConnectionError("the browser is gone")
            return bytes(size)

    upload = store.staged("u", "x")
    with pytest.raises(ConnectionError):
        upload.append(0, Breaking())  # type: ignore[arg-type]  # only `read` is asked of a stream
    arrived = store.staged("u", "x").size()
    assert upload.append(arrived, b"rest") == arrived + 4


def test_writers_who_append_at_once_lose_nothing(store: Datastore) -> None:
    def write(number: int) -> None:
        for _ in range(5):
            store.append("log", bytes([48 + number]) * 10)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = store.open("log").read()
    assert sorted(written[i : i + 10] for i in range(0, 200, 10)) == sorted(
        bytes([48 + number]) * 10 for number in range(4) for _ in range(5)
    )


def test_a_listing_takes_up_anywhere(place: Place) -> None:
    """Also where nobody remembers the page before, and where what it ended on is gone."""
    store = open_store(place.spec)
    names = [f"d/{number:02}" for number in range(12)] + ["d/05/x", "d/05-y"]
    for name in (n for n in names if n != "d/05"):
        store.write(name, b"")
    every = store.list("d", recursive=False)
    assert "d/05" in _paths(every)
    for position, entry in enumerate(every):
        rest = place.reopened().list("d", entry.path, limit=3, recursive=False)
        assert rest == every[position + 1 : position + 4]
    store.delete("d/07")
    assert _paths(place.reopened().list("d", "d/07", limit=2)) == ["d/08", "d/09"]


def test_a_listing_can_be_narrowed_by_the_beginning_of_a_name(store: Datastore) -> None:
    for name in ("d/part-00", "d/part-1", "d/part-01/x", "d/other"):
        store.write(name, b"")
    assert _paths(store.list("d", recursive=False, starts_with="part-0")) == [
        "d/part-00",
        "d/part-01",
    ]
    assert _paths(store.list(recursive=False, starts_with="x")) == []


def test_what_works_says_so(store: Datastore) -> None:
    store.check()
    assert store.list() == []


def test_a_place_that_is_not_there_is_missing_not_empty(place: Place) -> None:
    gone = place.gone()
    for call in (
        lambda: open_store(gone).check(),
        lambda: open_store(gone).list(),
        lambda: open_store(gone).stat("x"),
        lambda: open_store(gone).write("x", b""),
    ):
        with pytest.raises(DatastoreUnavailable) as told:
            call()
        assert told.value.code == "missing"


def test_a_wrong_key_is_refused_and_never_said(place: Place) -> None:
    if not place.has_key:
        return  # a folder has none
    keys = Credentials({"account_key": "d3Jvbmcta2V5LTEyMzQ1Njc4OTA="})
    wrong = open_store(dataclasses.replace(place.spec, credentials=keys))
    for call in (wrong.check, wrong.list, lambda: wrong.stat("x"), lambda: wrong.write("x", b"")):
        with pytest.raises(DatastoreUnavailable) as told:
            call()
        assert told.value.code == "auth"
        assert keys["account_key"] not in f"{told.value!r} {told.value.__cause__!r}"


def test_a_server_that_never_answers_is_given_up(place: Place, silent: str) -> None:
    if not place.has_key:
        return  # a folder has no server
    store = open_store(place.at(silent), IMPATIENT)
    for call in (store.check, lambda: store.stat("x"), lambda: store.write("x", b"1")):
        with pytest.raises(DatastoreUnavailable) as told:
            call()
        assert told.value.code == "timeout"
