"""A first look at whatever a step may have left."""

from pathlib import Path

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
