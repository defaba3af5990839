"""Standard output of a step: a line is seen when it is printed, and 200,000 are not 200,000 writes.

Lines go out one by one, as to a terminal. Only in a burst (more than some ten thousand a second)
are they gathered for a few milliseconds, and sent by a thread that exists only then. An explicit
flush, a line on standard error, a fork and the end of the script send out everything.
"""

import io
import os
import sys
import threading
import time

GATHER_S = 0.005
BURST_LINES = 50
"""So many lines within `GATHER_S` go out one by one."""

_BUFFER_BYTES = 64 * 1024


class _Gathering(io.BufferedWriter):
    """`flush` is what a line-buffered text stream calls after each line."""

    def __init__(self, fd: int) -> None:
        super().__init__(io.FileIO(fd, "w", closefd=False), _BUFFER_BYTES)
        self._gathering = False
        self._until = 0.0
        self._lines = 0
        self._burst: threading.Event | None = None
        self._sending = threading.Lock()

    def flush(self) -> None:
        if self._gathering:
            return  # the usual case in a burst, so it comes first
        now = time.monotonic()
        if now >= self._until:
            self._until = now + GATHER_S
            self._lines = 0
        self._lines += 1
        if self._lines <= BURST_LINES:
            super().flush()
        else:
            self._gather()

    def send(self) -> None:
        with self._sending:
            super().flush()

    def _gather(self) -> None:
        self._gathering = True
        if self._burst is None:
            self._burst = threading.Event()
            threading.Thread(target=self._send_bursts, args=(self._burst,), daemon=True).start()
        self._burst.set()

    def _send_bursts(self, burst: threading.Event) -> None:
        while burst.wait():
            time.sleep(GATHER_S)
            burst.clear()
            self._until = time.monotonic() + GATHER_S  # a burst that goes on is gathered again
            self._gathering = False
            try:
                self.send()
            except (OSError, ValueError):
                return  # closed by the script

    def before_fork(self) -> None:
        """The thread must not be in the middle of sending: it does not exist in the child."""
        self._sending.acquire()
        super().flush()

    def after_fork(self) -> None:
        self._sending.release()

    def after_fork_in_child(self) -> None:
        self._burst, self._gathering = None, False
        self._sending.release()


class _Out(io.TextIOWrapper):
    """Its own `flush` is called by the script; line buffering calls the buffer's."""

    def __init__(self, buffer: _Gathering) -> None:
        super().__init__(buffer, "utf-8", "surrogateescape", line_buffering=True)
        self._gathering = buffer

    def flush(self) -> None:
        super().flush()
        self._gathering.send()


class _Err(io.TextIOWrapper):
    """Keeps the order of the two streams: what was printed before goes out before."""

    def __init__(self, fd: int, out: _Gathering) -> None:
        raw = io.BufferedWriter(io.FileIO(fd, "w", closefd=False))
        super().__init__(raw, "utf-8", "backslashreplace", line_buffering=True)
        self._gathering = out

    def write(self, text: str) -> int:
        if not self._gathering.closed:
            self._gathering.send()
        return super().write(text)


def install() -> None:
    """Makes `sys.stdout` and `sys.stderr` of descriptors 1 and 2."""
    gathering = _Gathering(1)
    sys.stdout = sys.__stdout__ = _Out(gathering)  # type: ignore[misc]  # a step's own, for good
    sys.stderr = sys.__stderr__ = _Err(2, gathering)  # type: ignore[misc]
    os.register_at_fork(
        before=gathering.before_fork,
        after_in_parent=gathering.after_fork,
        after_in_child=gathering.after_fork_in_child,
    )
