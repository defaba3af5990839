"""A first look at an object: the head of a table, a picture, the beginning of a text."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from studio.data.errors import ObjectNotFound
from studio.data.store import Datastore

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 200
COLUMNS = 500
FILES = 1_000
TEXT_BYTES = 64 * 1024
_HEAD = 1024 * 1024
_COUNTED = 64 * 1024 * 1024
_READ_BYTES = 256 * 1024
_CELL = 1_000
_EXACT_IN_JSON = 2**53
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_SEPARATED = {".csv": ",", ".tsv": "\t"}
_JSON_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True)
class Column:
    name: str
    type: str


@dataclass(frozen=True)
class File:
    """A file of a folder, its path relative to the folder; size in bytes."""

    path: str
    size: int


@dataclass(frozen=True)
class Preview:
    """`kind` is table, image, text, folder or binary, and says which of the rest matters.

    `total_rows` is None where counting would mean reading a large file to its end.
    """

    kind: str
    size: int = 0
    columns: list[Column] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    total_rows: int | None = None
    text: str = ""
    truncated: bool = False
    files: list[File] = field(default_factory=list)


def preview(store: Datastore, path: str, rows: int = ROWS) -> Preview:
    """Looks at no more than the head of a file. Raises ObjectNotFound, DatastoreUnavailable."""
    try:
        size = store.stat(path).size
    except ObjectNotFound:
        return _folder(store, path)
    head = _head(store, path, TEXT_BYTES + 1)
    if head.startswith(b"PAR1"):
        return _parquet(store, path, size, rows) or Preview("binary", size)
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Preview("image", size)
    name = path.lower()
    separator = next((s for end, s in _SEPARATED.items() if name.endswith(end)), None)
    table: Preview | None = None
    if separator:
        table = _separated(store, path, size, separator, rows)
    elif name.endswith(_JSON_LINES):
        table = _json_lines(store, path, size, rows)
    return table or _text(head, size)


def _folder(store: Datastore, path: str) -> Preview:
    entries = store.list(path, limit=FILES + 1)
    if not entries:
        raise ObjectNotFound(path)
    files = [File(entry.path.removeprefix(f"{path}/"), entry.size) for entry in entries[:FILES]]
    size = sum(file.size for file in files)
    return Preview("folder", size, files=files, truncated=len(entries) > FILES)


def _text(head: bytes, size: int) -> Preview:
    """Text as far as it decodes; a letter cut in two at the end of the head is left out."""
    shown = head[:TEXT_BYTES]
    try:
        text = shown.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        cut = problem.start >= len(shown) - 3 and len(head) > TEXT_BYTES
        if not cut:
            return Preview("binary", size)
        text = shown[: problem.start].decode("utf-8-sig")
    if "\0" in text:
        return Preview("binary", size)
    return Preview("text", size, text=text, truncated=size > TEXT_BYTES)


def _parquet(store: Datastore, path: str, size: int, rows: int) -> Preview | None:
    import pyarrow as pa  # heavy, and most processes never preview
    import pyarrow.parquet as pq

    try:
        # Pages are read as rows are asked for: the rest of a large row group stays where it is.
        with (
            store.open(path) as stream,
            pq.ParquetFile(stream, buffer_size=_READ_BYTES, pre_buffer=False) as file,
        ):
            columns = [name.split(".")[0] for name in file.schema.names[:COLUMNS]]
            shown = list(dict.fromkeys(columns))
            batches = file.iter_batches(batch_size=rows, columns=shown, use_threads=False)
            batch = next(batches, None)
            table = pa.Table.from_batches(
                [batch] if batch else [], None if batch else file.schema_arrow
            )
            return _table(table, size, file.metadata.num_rows)
    except pa.ArrowException:
        return None


def _separated(store: Datastore, path: str, size: int, separator: str, rows: int) -> Preview | None:
    import pyarrow as pa  # heavy, and most processes never preview
    from pyarrow import csv

    whole, is_all = _whole_lines(store, path, size)
    try:
        table = csv.read_csv(
            io.BytesIO(whole),
            csv.ReadOptions(use_threads=False),
            csv.ParseOptions(delimiter=separator, newlines_in_values=True),
        )
    except pa.ArrowException:
        return None
    lines = None if is_all else _count_lines(store, path, size)
    total = table.num_rows if is_all else lines and lines - 1
    return _table(table.slice(0, rows), size, total)


def _json_lines(store: Datastore, path: str, size: int, rows: int) -> Preview | None:
    import pyarrow as pa  # heavy, and most processes never preview
    from pyarrow import json as json_lines

    whole, is_all = _whole_lines(store, path, size)
    try:
        # One block, or an object that crosses two of them would be an error.
        options = json_lines.ReadOptions(use_threads=False, block_size=_HEAD + 1)
        table = json_lines.read_json(io.BytesIO(whole), options)
    except pa.ArrowException:
        return None
    total = table.num_rows if is_all else _count_lines(store, path, size)
    return _table(table.slice(0, rows), size, total)


def _whole_lines(store: Datastore, path: str, size: int) -> tuple[bytes, bool]:
    """The lines of the head that are not cut off, and whether that is all there is."""
    head = _head(store, path, _HEAD)
    return (head, True) if len(head) == size else (head[: head.rfind(b"\n") + 1], False)


def _count_lines(store: Datastore, path: str, size: int) -> int | None:
    """As good as rows unless values hold newlines. None where counting would cost too much."""
    if size > _COUNTED or store.local_path(path) is None:
        return None
    with store.open(path) as stream:
        return sum(chunk.count(b"\n") for chunk in _chunks(stream))


def _table(table: pa.Table, size: int, total: int | None) -> Preview:
    table = table.select(range(min(COLUMNS, table.num_columns)))
    columns = [Column(field.name, str(field.type)) for field in table.schema]
    values = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    rows = [list(row) for row in zip(*values, strict=True)]
    return Preview("table", size, columns=columns, rows=rows, total_rows=total)


def _cell(value: Any) -> Any:
    """As JSON can say it and a browser can read it; what has no number there is text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= _EXACT_IN_JSON else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list | dict):
        value = json.dumps(value, default=str, ensure_ascii=False)
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= _CELL else text[:_CELL] + "…"


def _head(store: Datastore, path: str, length: int) -> bytes:
    with store.open(path, 0, length) as stream:
        return stream.read(length)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.read(1024 * 1024), b"")
