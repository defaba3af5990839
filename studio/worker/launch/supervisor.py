"""The parent of a step: passes on signals, waits, leaves nothing of the tree alive, reports.

It is one thread without any library, so that it can be forked from a warm process and can be
the first process of a PID namespace.
"""

import os
import select
import signal
import socket
from contextlib import suppress
from typing import NoReturn

from studio.worker.launch import linux, tree, wire


class Supervisor:
    """`owns_namespace`: this is process 1 of a PID namespace, so -1 means exactly the step's tree."""

    def __init__(self, control: socket.socket, step: int, *, owns_namespace: bool) -> None:
        self._control = control
        self._step = step
        self._owns_namespace = owns_namespace
        self._oom_kills = linux.oom_kills()
        self._ended: wire.Exit | None = None

    def run(self) -> NoReturn:
        woken, wake = os.pipe()
        os.set_blocking(woken, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, _note)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        poll.register(woken, select.POLLIN)
        self._reap()  # the step may have gone before the handler was there
        while self._ended is None:
            for fd, _ in poll.poll():
                if fd == woken:
                    os.read(woken, 4096)
                    self._reap()
                else:
                    self._obey()
        self._end_all()
        # The worker has gone; there is nobody to tell.
        with suppress(OSError):
            wire.send_exit(self._control, self._ended)
        os._exit(0)

    def _obey(self) -> None:
        order = wire.receive(self._control)
        if order == wire.TERM:
            self._signal(signal.SIGTERM)
            self._signal(signal.SIGCONT)  # a stopped process would never see the first one
        else:  # KILL, or the worker has gone
            self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._owns_namespace:
            # Nobody is left.
            with suppress(ProcessLookupError):
                os.kill(-1, number)
        else:
            tree.signal_all(tree.descendants(os.getpid()), number)

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait3(os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self._step:
                self._ended = self._exit_of(
                    status, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime
                )

    def _exit_of(self, status: int, max_rss_bytes: int, cpu_s: float) -> wire.Exit:
        killed_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        return wire.Exit(
            code=os.WEXITSTATUS(status) if killed_by is None else None,
            signal=killed_by,
            out_of_memory=killed_by == signal.SIGKILL and linux.oom_kills() > self._oom_kills,
            max_rss_bytes=max_rss_bytes,
            cpu_s=cpu_s,
        )

    def _end_all(self) -> None:
        """Until nobody is left: a process may fork while its parent is being killed."""
        signal.set_wakeup_fd(-1)
        while True:
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            self._signal(signal.SIGKILL)
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                return


def _note(number: int, frame: object) -> None:
    """SIGCHLD must have a handler for the wake-up descriptor to be written."""
