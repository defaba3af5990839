"""Being with a step while it runs: one poll for its output, its metrics, its end and its letters."""

import fcntl
import os
import select
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from studio.worker.attempts import Mailbox
from studio.worker.launch.launcher import StepProcess
from studio.worker.launch.wire import Exit
from studio.worker.logs import Log
from studio.worker.metrics import MetricsReader

PIPE_BYTES = 1024 * 1024
"""Room for a burst, so that a printing step does not wait for us; the kernel may grant less."""
DRAIN_S = 2.0
"""How long output is read after the step's end, should somebody hold the pipe open."""

Stopped = Literal["cancel", "timeout", "fence", "drain", "refuse"]
"""Why we asked a step to end."""


@dataclass(frozen=True)
class Pipes:
    log_read: int
    log_write: int
    metrics_read: int
    metrics_write: int

    @classmethod
    def open(cls) -> "Pipes":
        log_read, log_write = os.pipe2(os.O_CLOEXEC)
        metrics_read, metrics_write = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(log_read, False)
        os.set_blocking(metrics_read, False)
        # The usual size does as well, with more waiting.
        with suppress(OSError):
            fcntl.fcntl(log_read, getattr(fcntl, "F_SETPIPE_SZ", 1031), PIPE_BYTES)
        return cls(log_read, log_write, metrics_read, metrics_write)

    def close_writers(self) -> None:
        os.close(self.log_write)
        os.close(self.metrics_write)

    def close_readers(self) -> None:
        os.close(self.log_read)
        os.close(self.metrics_read)


class Watch:
    """`run` returns when nothing of the step is alive any more."""

    def __init__(
        self,
        process: StepProcess,
        pipes: Pipes,
        mailbox: Mailbox,
        log: Log,
        metrics: MetricsReader,
        *,
        timeout_s: float | None,
        grace_s: float,
    ) -> None:
        self._process = process
        self._mailbox = mailbox
        self._log = log
        self._metrics = metrics
        self._grace_s = grace_s
        self._stop_at = None if timeout_s is None else time.monotonic() + timeout_s
        self._kill_at: float | None = None
        self.stopped: Stopped | None = None
        self._readers: dict[int, Callable[[bytes], None]] = {
            pipes.log_read: log.write,
            pipes.metrics_read: metrics.feed,
        }
        self._poll = select.poll()
        for fd in (*self._readers, mailbox.fd, process.supervisor.fileno()):
            self._poll.register(fd, select.POLLIN)

    def run(self) -> Exit | None:
        """None: the supervisor itself was killed."""
        supervisor = self._process.supervisor.fileno()
        self._read_letters()  # some may have come before the poll knew of them
        ended = False
        while not ended:
            for fd, _ in self._poll.poll(self._wait_ms()):
                if fd == supervisor:
                    ended = True
                elif fd == self._mailbox.fd:
                    self._read_letters()
                else:
                    self._read(fd)
            self._keep_time()
        exit_ = self._process.read_exit()
        self._drain()
        return exit_

    def stop(self, why: Stopped, grace_s: float | None = None) -> None:
        """Asks it to end, and ends it when the grace is over. The first reason counts."""
        if self.stopped is not None:
            return
        self.stopped = why
        self._process.terminate()
        self._kill_at = time.monotonic() + (self._grace_s if grace_s is None else grace_s)

    def kill(self, why: Stopped) -> None:
        self.stopped = self.stopped or why
        self._process.kill()
        self._kill_at = None

    def _read_letters(self) -> None:
        for letter in self._mailbox.take():
            if letter.word == "cancel":
                self.stop("cancel", letter.grace_s)
            elif letter.word == "drain":
                self.stop("drain", letter.grace_s)
            elif letter.word in ("fence", "refuse"):
                self.kill("fence" if letter.word == "fence" else "refuse")

    def _keep_time(self) -> None:
        now = time.monotonic()
        if self._kill_at is not None and now >= self._kill_at:
            self._kill_at = None
            self._process.kill()
        elif self._stop_at is not None and now >= self._stop_at:
            self._stop_at = None
            self.stop("timeout")
        if self._metrics.due_in() == 0.0:
            self._metrics.flush()

    def _wait_ms(self) -> float | None:
        now = time.monotonic()
        waits = [at - now for at in (self._stop_at, self._kill_at) if at is not None]
        metrics_due = self._metrics.due_in()
        if metrics_due is not None:
            waits.append(metrics_due)
        return max(min(waits) * 1000, 0) + 1 if waits else None

    def _read(self, fd: int) -> bool:
        """False at the end of the pipe."""
        try:
            data = os.read(fd, PIPE_BYTES)
        except BlockingIOError:
            return True
        if data:
            self._readers[fd](data)
            return True
        self._poll.unregister(fd)
        del self._readers[fd]
        return False

    def _drain(self) -> None:
        """What was written before the end; the pipes end with the tree, so this is soon over."""
        deadline = time.monotonic() + DRAIN_S
        while self._readers and (left := deadline - time.monotonic()) > 0:
            poll = select.poll()
            for fd in self._readers:
                poll.register(fd, select.POLLIN)
            for fd, _ in poll.poll(left * 1000):
                self._read(fd)
        self._metrics.flush()
