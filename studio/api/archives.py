"""Many stored files as one download: a zip written while it is sent, in flat memory."""

import io
import zipfile
from collections.abc import AsyncIterator, Generator, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from studio.workspaces.errors import FileMissing
from studio.workspaces.files import StoredBytes

if TYPE_CHECKING:
    from typing_extensions import Buffer

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip can tell; equal files then make equal archives."""


def zip_response(
    filename: str, files: Iterable[tuple[str, int, StoredBytes]]
) -> StreamingHttpResponse:
    """`files` are (name in the archive, size in bytes, bytes). They are stored, not deflated:
    models and tables are compressed as they are.

    A file with other than its size ends the answer early, which the client notices.
    """
    response = StreamingHttpResponse(_pieces(files), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


async def _pieces(files: Iterable[tuple[str, int, StoredBytes]]) -> AsyncIterator[bytes]:
    """Asynchronous, because Django would collect a plain iterator in memory first."""
    pieces = zipped(files)
    try:
        while piece := await sync_to_async(lambda: next(pieces, b""))():
            yield piece
    finally:
        await sync_to_async(pieces.close)()


def zipped(files: Iterable[tuple[str, int, StoredBytes]]) -> Generator[bytes, None, None]:
    """The archive in pieces. Raises FileMissing, StoreUnavailable."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, size, stored in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.file_size = size
            entry.external_attr = 0o644 << 16
            left = size
            with archive.open(entry, "w") as target:
                for chunk in stored.chunks(0, size):
                    target.write(chunk)
                    left -= len(chunk)
                    yield sink.taken()
            if left:
                raise FileMissing(name)
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what a zip writes, until it is sent; cannot seek, so the zip does without."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "Buffer") -> int:
        before = len(self._waiting)
        self._waiting += data
        return len(self._waiting) - before

    def taken(self) -> bytes:
        data, self._waiting = bytes(self._waiting), bytearray()
        return data
