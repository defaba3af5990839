"""Reading an object of another machine in ranges, the next ones asked for ahead of time."""

import io
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from studio.data.errors import DatastoreUnavailable

Fetch = Callable[[int, int], bytes]
"""So many bytes from an offset on; all of them are there."""

FIRST_BYTES = 1024 * 1024
"""Ranges begin small, for whoever reads only a head, and grow while reading goes on."""
AHEAD = 2


class RangeReader(io.RawIOBase):
    """Positions count from the beginning of the object; what is read ends at `end`.

    `head` are the bytes at `offset` that are known already.
    """

    def __init__(
        self, fetch: Fetch, offset: int, end: int, largest: int, head: bytes = b""
    ) -> None:
        self._fetch = fetch
        self._origin = self._position = offset
        self._end = end
        self._largest = largest
        self._begin, self._block = offset, head
        self._size = max(len(head), FIRST_BYTES)
        self._ahead: deque[tuple[int, Future[bytes]]] = deque()
        self._next = offset
        """Behind what was asked for ahead."""
        self._threads: ThreadPoolExecutor | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: self._origin, io.SEEK_CUR: self._position, io.SEEK_END: self._end}
        self._position = max(self._origin, base[whence] + offset)
        return self._position - self._origin

    def tell(self) -> int:
        return self._position - self._origin

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]  # RawIOBase says Buffer
        if self._position >= self._end:
            return 0
        if not self._begin <= self._position < self._begin + len(self._block):
            self._load()
        start = self._position - self._begin
        got = self._block[start : start + len(buffer)]
        buffer[: len(got)] = got
        self._position += len(got)
        return len(got)

    def _load(self) -> None:
        goes_on = self._position == self._begin + len(self._block)
        if not goes_on:
            self._ahead.clear()
            self._size = FIRST_BYTES
        if self._ahead:
            self._begin, future = self._ahead.popleft()
            self._block = future.result()
        else:
            self._begin = self._position
            count = min(self._size, self._end - self._begin)
            self._block = self._whole(self._begin, count)
        if goes_on:
            self._size = min(self._size * 2, self._largest)
            self._look_ahead()

    def _look_ahead(self) -> None:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(AHEAD, "ranges")
        while len(self._ahead) < AHEAD:
            begin = self._next if self._ahead else self._begin + len(self._block)
            count = min(self._size, self._end - begin)
            if count <= 0:
                return
            self._ahead.append((begin, self._threads.submit(self._whole, begin, count)))
            self._next = begin + count

    def _whole(self, begin: int, count: int) -> bytes:
        got = self._fetch(begin, count)
        if len(got) != count:
            raise DatastoreUnavailable("the datastore sends less than it has")
        return got

    def close(self) -> None:
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        super().close()
