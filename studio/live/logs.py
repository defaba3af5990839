"""A log on its way to one client: bytes from where it asked, as many as it has room for."""

import asyncio
import contextlib
import struct
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID

from studio.workspaces.errors import StoreUnavailable
from studio.workspaces.files import StoredBytes

FRAME = 64 * 1024
READ = 256 * 1024
SAFETY_POLL_S = 2.0
"""A lost hint costs at most this long."""

_HEADER = struct.Struct(">16sQ")
# of their own, so that a slow datastore holds up logs and nothing else
_readers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="log-reader")

T = TypeVar("T")
SendBytes = Callable[[bytes], Awaitable[None]]
SendEnd = Callable[[UUID, int, str], Awaitable[None]]


def frame(attempt: UUID, offset: int, payload: bytes) -> bytes:
    """16 bytes attempt id, 8 bytes big-endian offset, payload."""
    return _HEADER.pack(attempt.bytes, offset) + payload


class LogPump:
    """Sends one log to one client; `run` goes on until it is cancelled.

    The store says how far the log reaches and `end_state` whether it ended. Hints only say when
    to look.
    """

    def __init__(
        self,
        attempt: UUID,
        stored: StoredBytes,
        send: SendBytes,
        send_end: SendEnd,
        end_state: Callable[[UUID], Awaitable[str | None]],
    ) -> None:
        self._attempt = attempt
        self._stored = stored
        self._send = send
        self._send_end = send_end
        self._end_state = end_state
        self._offset = 0
        self._credit = 0
        self._pulls = 0
        self._ended: str | None = None
        self._told_end = False
        self._ask_end = True
        self._wake = asyncio.Event()

    def pull(self, offset: int, credit: int) -> None:
        """Replaces what was asked before."""
        self._offset, self._credit = offset, credit
        self._pulls += 1
        self._told_end = False
        self._wake.set()

    def hint(self, *, ended: bool = False) -> None:
        """There may be more bytes, or the attempt may have ended."""
        self._ask_end = self._ask_end or ended
        self._wake.set()

    async def run(self) -> None:
        while True:
            try:
                await asyncio.wait_for(self._wake.wait(), SAFETY_POLL_S)
            except TimeoutError:
                self._ask_end = True
            self._wake.clear()
            # a datastore that is away now is asked again by the safety poll
            with contextlib.suppress(StoreUnavailable):
                await self._look()

    async def _look(self) -> None:
        while self._credit > 0 and await self._send_some():
            pass
        if self._pulls == 0 or self._told_end:
            return
        if self._ended is None:
            if self._ask_end:
                self._ask_end = False
                self._ended = await self._end_state(self._attempt)
            if self._ended is not None:
                self._wake.set()  # bytes may have come between the last read and the end
            return
        size = await self._in_thread(self._stored.size)
        if self._offset >= size:
            self._told_end = True
            await self._send_end(self._attempt, size, self._ended)

    async def _send_some(self) -> bool:
        """False when there is nothing to send at the moment."""
        pulls, offset = self._pulls, self._offset
        length = min(self._credit, READ)
        piece = await self._in_thread(lambda: self._stored.read(offset, length))
        if pulls != self._pulls:
            return True  # asked anew meanwhile, for something else
        self._offset += len(piece)
        self._credit -= len(piece)
        for start in range(0, len(piece), FRAME):
            await self._send(frame(self._attempt, offset + start, piece[start : start + FRAME]))
        return bool(piece)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(_readers, work)
