"""A first look at whatever a step may have left."""

import io
import random
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from studio.data.errors import ObjectNotFound
from studio.data.preview import TEXT_BYTES, Column, preview
from studio.data.spec import DatastoreSpec
from studio.data.store import Datastore, open_store


@pytest.fixture
def store(tmp_path: Path) -> Datastore:
    return open_store(DatastoreSpec("s", "local", {"root": str(tmp_path)}))


def test_a_parquet_file_shows_its_first_rows_and_how_many_there_are(
    store: Datastore, tmp_path: Path
) -> None:
    table = pa.table({"n": range(1000), "word": [f"w{i}" for i in range(1000)]})
    pq.write_table(table, tmp_path / "data")
    seen = preview(store, "data", rows=3)
    assert seen.columns == [Column("n", "int64"), Column("word", "string")]
    assert seen.rows == [[0, "w0"], [1, "w1"], [2, "w2"]]
    assert seen.total_rows == 1000


def test_an_empty_table_keeps_its_columns(store: Datastore, tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": pa.array([], pa.int64())}), tmp_path / "data")
    seen = preview(store, "data")
    assert (seen.kind, seen.columns, seen.rows) == ("table", [Column("n", "int64")], [])


def test_values_json_cannot_say_are_text(store: Datastore, tmp_path: Path) -> None:
    table = pa.table({"x": [float("nan"), float("inf")], "big": [2**60, 1], "gap": [None, True]})
    pq.write_table(table, tmp_path / "data")
    assert preview(store, "data").rows == [["nan", str(2**60), None], ["inf", 1, True]]


def test_a_csv_is_a_table_with_types(store: Datastore) -> None:
    store.write("a.csv", b"n,word\n1,one\n2,two\n")
    seen = preview(store, "a.csv")
    assert seen.columns == [Column("n", "int64"), Column("word", "string")]
    assert (seen.rows, seen.total_rows) == ([[1, "one"], [2, "two"]], 2)


def test_a_long_csv_is_read_at_its_head_and_counted(store: Datastore) -> None:
    store.write("a.csv", b"n\n" + b"".join(b"%d\n" % n for n in range(300_000)))
    seen = preview(store, "a.csv", rows=2)
    assert (seen.rows, seen.total_rows) == ([[0], [1]], 300_000)


def test_json_lines_are_a_table_with_types(store: Datastore) -> None:
    store.write("a.jsonl", b'{"n": 1, "of": [1, 2]}\n{"n": 2, "word": "two"}\n')
    seen = preview(store, "a.jsonl")
    assert [column.name for column in seen.columns] == ["n", "of", "word"]
    assert (seen.rows, seen.total_rows) == ([[1, "[1, 2]", None], [2, None, "two"]], 2)


def test_long_json_lines_are_read_at_their_head_and_counted(store: Datastore) -> None:
    store.write("a.ndjson", b"".join(b'{"n": %d}\n' % n for n in range(200_000)))
    seen = preview(store, "a.ndjson", rows=2)
    assert (seen.rows, seen.total_rows) == ([[0], [1]], 200_000)


@pytest.mark.parametrize("body", [b"{", b"[1, 2]\n", b'{"a": 1}\n{"a": "x"}\n', b"\xff\n"])
def test_json_lines_that_are_none_are_text_or_bytes(store: Datastore, body: bytes) -> None:
    store.write("a.jsonl", body)
    assert preview(store, "a.jsonl").kind in ("text", "binary")


class Far:
    """A datastore that is no file system, and counts what is read of it."""

    def __init__(self, near: Datastore) -> None:
        self.near = near
        self.read_bytes = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.near, name)

    def local_path(self, path: str) -> None:
        return None

    def open(self, path: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        far = self

        class Counted(io.FileIO):
            def readinto(self, buffer: Any) -> int | None:
                got = super().readinto(buffer)
                far.read_bytes += got or 0
                return got

        place = self.near.local_path(path)
        assert place is not None
        stream = io.BufferedReader(Counted(str(place)))
        stream.seek(offset)
        return stream


def test_a_large_parquet_file_elsewhere_is_not_fetched_for_its_first_rows(
    store: Datastore, tmp_path: Path
) -> None:
    rng = random.Random(1)
    numbers = pa.array([rng.random() for _ in range(1_000_000)])
    pq.write_table(pa.table({f"n{i}": numbers for i in range(4)}), tmp_path / "data.parquet")
    far = Far(store)
    seen = preview(cast(Datastore, far), "data.parquet", rows=3)
    assert (len(seen.rows), seen.total_rows) == (3, 1_000_000)
    assert far.read_bytes < seen.size / 4


def test_rows_elsewhere_are_not_counted_by_fetching_all(store: Datastore) -> None:
    store.write("a.csv", b"n\n" + b"".join(b"%d\n" % n for n in range(300_000)))
    assert preview(cast(Datastore, Far(store)), "a.csv").total_rows is None


def test_a_csv_that_is_none_is_text(store: Datastore) -> None:
    store.write("a.csv", b"a,b\n1\n1,2,3\n")
    assert preview(store, "a.csv").kind == "text"


def test_a_text_is_cut_between_letters(store: Datastore) -> None:
    store.write("notes", "ä".encode() * TEXT_BYTES)
    seen = preview(store, "notes")
    assert (seen.kind, seen.truncated) == ("text", True)
    assert set(seen.text) == {"ä"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "text"), (b"hello", "text"), (b"\xff\xfe\x00", "binary"), (b"a\0b", "binary"),
        (b"\x89PNG\r\n\x1a\nrest", "image"), (b"\xff\xd8\xff\xe0", "image"),
        (b"GIF89a", "image"), (b"RIFF0000WEBPVP8", "image"), (b"<svg/>", "text"),
        (b"PAR1 but broken", "binary"),
    ],
)  # fmt: skip
def test_the_bytes_say_what_it_is(data: bytes, kind: str, store: Datastore) -> None:
    store.write("x", data)
    assert preview(store, "x").kind == kind


def test_a_folder_lists_its_files(store: Datastore) -> None:
    store.write("model/weights.bin", b"123")
    store.write("model/sub/meta.json", b"{}")
    seen = preview(store, "model")
    assert seen.kind == "folder"
    assert {file.path: file.size for file in seen.files} == {"weights.bin": 3, "sub/meta.json": 2}


def test_what_is_not_there_is_said(store: Datastore) -> None:
    with pytest.raises(ObjectNotFound):
        preview(store, "nothing")
