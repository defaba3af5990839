"""Keeps a handful of processes alive and leaves nothing behind.

One thread, standard library only. Children get a session of their own, so that Ctrl-C in the
terminal reaches the supervisor alone and the order of stopping is ours; they die with the
supervisor (Linux), and what they leave orphaned comes to it to be ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studio.config import logfile

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
BACKOFF_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
STEADY_AFTER_S = 30.0  # alive this long: the next death is a new story, restarted at once
TICK_S = 1.0

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """One process to keep alive."""

    name: str
    argv: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    stop_s: float = 6.0  # from TERM to KILL
    pass_fds: tuple[int, ...] = ()
    sweeps_orphans: bool = False  # what it started must not outlive it


@dataclass
class Child:
    """A program and the process that currently is it."""

    program: Program
    pid: int = 0
    started_at: float = 0.0
    restart_at: float = 0.0
    failures: int = 0
    restarts: int = 0


@dataclass
class Supervisor:
    """Starts, restarts and stops programs; `step()` is one turn of its loop."""

    on_change: Callable[[Supervisor], None] = lambda _: None
    children: dict[str, Child] = field(default_factory=dict)
    tasks: dict[int, int | None] = field(default_factory=dict)  # pid of a one-off -> exit code
    signals: int = 0

    def __post_init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        self._wake = reader
        self._selector.register(reader, selectors.EVENT_READ)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        if _libc:
            _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def _asked_to_stop(self, *_: object) -> None:
        self.signals += 1

    def start(self, program: Program) -> None:
        """Start a program and keep it alive from now on."""
        child = self.children.setdefault(program.name, Child(program))
        with program.log.open("ab") as log:
            files = (log.fileno(), log.fileno())
            child.pid = _spawn(program.argv, program.environ, files, program.pass_fds)
        child.started_at, child.restart_at = time.monotonic(), 0.0
        self.on_change(self)

    def start_task(
        self,
        argv: Sequence[str],
        environ: Mapping[str, str],
        out_and_err: tuple[int, int],
    ) -> int:
        """Start something that is expected to end; `tasks[pid]` gets its exit code."""
        pid = _spawn(argv, environ, out_and_err)
        self.tasks[pid] = None
        return pid

    def watch(self, fileobj: int, events: int = selectors.EVENT_READ) -> None:
        """Let a readable file descriptor wake the loop too."""
        self._selector.register(fileobj, events)

    def unwatch(self, fileobj: int) -> None:
        self._selector.unregister(fileobj)

    def step(self, timeout_s: float = TICK_S) -> None:
        """Wait for something to happen, then reap and restart what died."""
        self._wait(timeout_s)
        self._reap()
        if self.signals:
            return
        now = time.monotonic()
        for child in self.children.values():
            logfile.rotate_when_large(child.program.log)
            if not child.pid and child.restart_at <= now:
                child.restarts += 1
                self.start(child.program)

    def _wait(self, timeout_s: float) -> None:
        due = [c.restart_at - time.monotonic() for c in self.children.values() if not c.pid]
        self._selector.select(max(0.0, min([timeout_s, *due])))
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake, 4096)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            self._ended(pid, os.waitstatus_to_exitcode(status))

    def _ended(self, pid: int, code: int) -> None:
        if pid in self.tasks:
            self.tasks[pid] = code
        for child in self.children.values():
            if child.pid == pid:
                self._lost(child, code)

    def _lost(self, child: Child, code: int) -> None:
        now = time.monotonic()
        child.pid = 0
        steady = now - child.started_at > STEADY_AFTER_S
        child.restart_at = now + BACKOFF_S[min(0 if steady else child.failures, len(BACKOFF_S) - 1)]
        child.failures = 1 if steady else child.failures + 1
        logfile.note(child.program.log, f"{child.program.name} ended with {code}")
        if child.program.sweeps_orphans:
            self._end_orphans()
        self.on_change(self)

    def _end_orphans(self) -> None:
        """Kill every process that came to us because its parent died, and theirs in turn."""
        ours = {child.pid for child in self.children.values()} | set(self.tasks)
        while orphans := [pid for pid in _own_children() if pid not in ours]:
            for pid in orphans:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)

    def stop(self, order: Sequence[Sequence[str]]) -> None:
        """End the programs group by group: one TERM, time to finish, KILL. Then any orphan.

        Never a second TERM: Celery's thread pool deadlocks on it.
        """
        impatient_at = self.signals + 1
        for pid, code in self.tasks.items():
            if code is None:
                os.kill(pid, signal.SIGKILL)
        for names in order:
            group = [self.children[name] for name in names if name in self.children]
            self._stop_group(group, impatient_at)
        self.children.clear()
        self.tasks.clear()
        self._end_orphans()

    def _stop_group(self, group: Sequence[Child], impatient_at: int) -> None:
        began = time.monotonic()
        for child in group:
            self._signal(child, signal.SIGTERM)
        while alive := [child for child in group if child.pid]:
            for child in alive:
                late = time.monotonic() - began > child.program.stop_s
                if late or self.signals >= impatient_at:
                    self._signal(child, signal.SIGKILL)
            self._wait(0.1)
            self._reap()

    @staticmethod
    def _signal(child: Child, number: signal.Signals) -> None:
        if child.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, number)


def _spawn(
    argv: Sequence[str],
    environ: Mapping[str, str],
    out_and_err: tuple[int, int],
    pass_fds: tuple[int, ...] = (),
) -> int:
    parent = os.getpid()

    def die_with_parent() -> None:
        if _libc:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    process = subprocess.Popen(
        argv,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=out_and_err[0],
        stderr=out_and_err[1],
        start_new_session=True,
        pass_fds=pass_fds,
        preexec_fn=die_with_parent,
    )
    process.returncode = 0  # we reap by pid ourselves
    return process.pid


def _own_children() -> list[int]:
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(pid) for pid in listing.read_text().split()] if listing.exists() else []
