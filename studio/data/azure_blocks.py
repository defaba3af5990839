"""Writing blobs: in blocks that become visible together, and by appending."""

import hashlib
import io
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import BlobBlock

from studio.data.azure_http import error_code, in_words, was_tried_again
from studio.data.errors import ObjectExists, ObjectNotFound, SizeMismatch
from studio.data.store import Stat

BLOCK_BYTES = 8 * 1024 * 1024
"""Of what is written; 50,000 of them make a blob of 390 GB."""
APPEND_BYTES = 4 * 1024 * 1024
"""An append blob's largest block; it holds at most 50,000, however small."""
IN_FLIGHT = 3
WRITER = "studiowrite"
"""Metadata that says which call made a blob: an answer that got lost on the way is no conflict."""
_APPEND_TRIES = 50


class Readable(Protocol):
    """All that is asked of a stream."""

    def read(self, size: int, /) -> bytes: ...


class StagedBlob:
    """See `Staged`. Azure forgets blocks that were not committed for a week."""

    def __init__(self, blob: Any, token: str, path: str) -> None:
        self._blob = blob
        self._token = hashlib.sha256(token.encode()).hexdigest()[:16]
        self._path = path
        self._known: list[tuple[int, int]] | None = None

    def size(self) -> int:
        blocks = self._blocks()
        return sum(blocks[-1]) if blocks else 0

    def append(self, offset: int, stream: Readable | bytes) -> int:
        if (size := self.size()) != offset:
            raise SizeMismatch(self._path, offset, size)
        source = io.BytesIO(stream) if isinstance(stream, bytes | bytearray) else stream
        underway: deque[tuple[int, int, Future[None]]] = deque()
        with ThreadPoolExecutor(IN_FLIGHT, "blocks") as threads:
            try:
                while data := read_block(source, BLOCK_BYTES):
                    if len(underway) == IN_FLIGHT:
                        self._arrived(*underway.popleft())
                    future = threads.submit(self._stage, offset, data)
                    underway.append((offset, len(data), future))
                    offset += len(data)
            finally:
                while underway:  # what came of a stream that broke off is kept
                    self._arrived(*underway.popleft())
        return offset

    def commit(self, *, overwrite: bool = False) -> Stat:
        blocks = [BlobBlock(self._id(*block)) for block in self._blocks()]
        condition = None if overwrite else MatchConditions.IfMissing
        try:
            with in_words(self._path):
                self._blob.commit_block_list(
                    blocks, match_condition=condition, metadata={WRITER: self._token}
                )
        except ObjectExists:
            return made_by(self._blob, self._path, self._token)
        with in_words(self._path):
            return stat_of(self._blob.get_blob_properties())

    def discard(self) -> None:
        self._known = None

    def _stage(self, offset: int, data: bytes) -> None:
        with in_words(self._path):
            self._blob.stage_block(self._id(offset, len(data)), data, length=len(data))

    def _arrived(self, offset: int, size: int, future: "Future[None]") -> None:
        future.result()
        if self._known is not None:
            self._known.append((offset, size))

    def _blocks(self) -> list[tuple[int, int]]:
        """Offsets and sizes of what arrived without a gap."""
        if self._known is None:
            self._known = list(_without_gap(self._staged()))
        return self._known

    def _staged(self) -> Iterator[tuple[int, int]]:
        try:
            with in_words(self._path):
                _, found = self._blob.get_block_list("uncommitted")
        except ObjectNotFound:
            return
        for block in found:
            token, _, rest = block.id.partition("-")
            if token == self._token:
                yield int(rest.partition("-")[0]), block.size

    def _id(self, offset: int, size: int) -> str:
        # Azure wants all ids of a blob to be of the same length.
        return f"{self._token}-{offset:020d}-{size:010d}"


def _without_gap(blocks: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = 0
    for offset, size in sorted(blocks):
        if offset != end:
            return
        yield offset, size
        end += size


class AppendBlob:
    """Adds only where the blob holds what the caller knows of, so that a try whose answer was
    lost does not add the same bytes twice."""

    def __init__(self, blob: Any, path: str) -> None:
        self._blob = blob
        self._path = path

    def append(self, data: bytes, expected_size: int | None) -> int:
        size = self._size() if expected_size is None else expected_size
        for turn in range(_APPEND_TRIES):
            try:
                return self._append_at(data, size)
            except SizeMismatch as error:
                # Others append here too; whoever named no size goes on behind them.
                if expected_size is not None or turn == _APPEND_TRIES - 1:
                    raise
                size = error.actual
        raise AssertionError("unreachable: the last turn returns or raises")

    def _append_at(self, data: bytes, size: int) -> int:
        for begin in range(0, max(len(data), 1), APPEND_BYTES):
            part = data[begin : begin + APPEND_BYTES]
            try:
                self._append_part(part, size)
            except ObjectNotFound:
                self._create(size)
                self._append_part(part, size)
            size += len(part)
        return size

    def _append_part(self, part: bytes, size: int) -> None:
        if not part:
            if (actual := self._properties().size) != size:
                raise SizeMismatch(self._path, size, actual)
            return
        with in_words(self._path):
            try:
                self._blob.append_block(part, appendpos_condition=size)
            except HttpResponseError as error:
                if error_code(error) != "AppendPositionConditionNotMet":
                    raise
                actual = self._properties().size
                if not (was_tried_again(error) and self._holds(part, size, actual)):
                    raise SizeMismatch(self._path, size, actual) from None

    def _holds(self, part: bytes, begin: int, actual: int) -> bool:
        if actual != begin + len(part):
            return False
        held: bytes = self._blob.download_blob(begin, len(part)).readall()
        return held == part

    def _create(self, expected_size: int) -> None:
        if expected_size:
            raise SizeMismatch(self._path, expected_size, 0)
        try:
            with in_words(self._path):
                self._blob.create_append_blob(match_condition=MatchConditions.IfMissing)
        except ObjectExists:
            return  # somebody was faster

    def _size(self) -> int:
        try:
            return int(self._properties().size)
        except ObjectNotFound:
            return 0

    def _properties(self) -> Any:
        with in_words(self._path):
            return self._blob.get_blob_properties()


def made_by(blob: Any, path: str, writer: str) -> Stat:
    """The blob that is in the way, when this very call has put it there. Raises ObjectExists."""
    with in_words(path):
        known = blob.get_blob_properties()
    if (known.metadata or {}).get(WRITER) != writer:
        raise ObjectExists(path)
    return stat_of(known)


def stat_of(known: Any) -> Stat:
    return Stat(known.size, known.last_modified, known.etag.strip('"'))


class Chained:
    """What was read already, then the rest."""

    def __init__(self, first: bytes, rest: Readable) -> None:
        self._first = first
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        if self._first:
            got, self._first = self._first[:size], self._first[size:]
            return got
        return self._rest.read(size)


def read_block(stream: Readable, size: int) -> bytes:
    """As much as fills a block, from a stream that may give less at a time."""
    got = stream.read(size)
    if len(got) == size or not got:
        return bytes(got)
    parts, left = [got], size - len(got)
    while left and (more := stream.read(left)):
        parts.append(more)
        left -= len(more)
    return b"".join(parts)
