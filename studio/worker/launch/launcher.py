"""The worker's side of a launch: two ways to get a waiting pair, one handle for a running step."""

from __future__ import annotations

import logging
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from studio.worker.launch import linux, tree, wire
from studio.worker.launch.forkserver import LOAD, SPARE

ROOT = Path(__file__).resolve().parents[3]
"""The folder that holds the package `studio`."""
SDK_PATH = (str(ROOT / "studio" / "sdk" / "shim"), str(ROOT))
"""Ends a step's `sys.path`: there `import azureml` finds our SDK, unless a real one is installed."""

IDLE_S = 300.0
"""A warm process holding heavy libraries is let go when nothing asked for it for so long."""
SPARE_IDLE_S = 60.0
HEAVY_RETRY_S = 600.0
_START_TIMEOUT_S = 60.0
_log = logging.getLogger(__name__)
_PID = struct.Struct("3i")


class StartFailed(Exception):
    """The step's process could not be made ready; no line of the user's code has run."""


class StepProcess:
    """A launched step. Its supervisor speaks on `supervisor`, the step (until the gate) on `step`."""

    def __init__(
        self,
        supervisor: socket.socket,
        step: socket.socket,
        *,
        mark: str = "",
        on_gate: Callable[[], None] | None = None,
    ) -> None:
        self.supervisor = supervisor
        self.step = step
        self._mark = mark
        self._on_gate = on_gate
        self.pid = 0
        """Known once it is ready."""

    def launch(self, what: wire.Launch, log: int, metrics: int) -> None:
        try:
            wire.send_launch(self.step, what, [log, metrics])
        except OSError as error:
            raise StartFailed(f"the waiting process is gone: {error.strerror}") from error

    def wait_ready(self, timeout_s: float = _START_TIMEOUT_S) -> None:
        """Raises StartFailed."""
        self.step.settimeout(timeout_s)
        try:
            answer, ancillary, _, _ = self.step.recvmsg(8192, socket.CMSG_SPACE(_PID.size))
        except OSError as error:
            raise StartFailed(f"no answer from the step's process: {error}") from error
        if answer != wire.READY:
            raise StartFailed(
                answer.removeprefix(wire.FAILED).decode(errors="replace")
                or "the process ended early"
            )
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == getattr(socket, "SCM_CREDENTIALS", -1):
                self.pid = _PID.unpack(data[: _PID.size])[0]

    def open_gate(self) -> None:
        # It died at the gate; its exit will tell.
        with suppress(OSError):
            self.step.send(wire.GO)
        self.step.close()
        if self._on_gate is not None:
            self._on_gate()

    def terminate(self) -> None:
        self._order(wire.TERM)

    def kill(self) -> None:
        self._order(wire.KILL)

    def read_exit(self) -> wire.Exit | None:
        """Blocks until the whole tree is gone. None: the supervisor itself was killed."""
        ended = wire.receive_exit(self.supervisor)
        if ended is None and self._mark:
            while left := tree.marked(wire.MARK, self._mark):
                tree.signal_all(left, signal.SIGKILL)
        return ended

    def close(self) -> None:
        """Ends what still lives: the supervisor takes a closed socket for an order to kill."""
        self.step.close()
        self.supervisor.close()

    def _order(self, order: bytes) -> None:
        # The supervisor has ended; so has the tree.
        with suppress(OSError):
            self.supervisor.send(order)


class Launcher(Protocol):
    def take(self, groups: Collection[str] = ()) -> StepProcess:
        """A pair that waits, with these libraries loaded where that can be had. Raises StartFailed."""

    def rest(self) -> None:
        """Called now and then: lets go what is warm and idle."""

    def close(self) -> None: ...


class SubprocessLauncher:
    """A fresh interpreter a step; `python` may be that of another environment."""

    def __init__(self, env: Mapping[str, str], python: str = sys.executable) -> None:
        self._env = {**env, "PYTHONPATH": str(ROOT)}
        self._python = python

    def take(self, groups: Collection[str] = ()) -> StepProcess:
        supervisor, supervisor_end = wire.pair()
        step, step_end = _step_pair()
        mark = uuid.uuid4().hex
        try:
            process = subprocess.Popen(
                [
                    self._python,
                    "-P",
                    "-m",
                    "studio.worker.launch.single",
                    *_numbers(supervisor_end, step_end),
                ],
                env={**self._env, wire.MARK: mark},
                stdin=subprocess.DEVNULL,
                pass_fds=(supervisor_end.fileno(), step_end.fileno()),
            )
        except OSError as error:
            raise StartFailed(f"cannot start {self._python}: {error.strerror}") from error
        finally:
            supervisor_end.close()
            step_end.close()
        _collect(process)
        return StepProcess(supervisor, step, mark=mark)

    def rest(self) -> None:
        pass

    def close(self) -> None:
        pass


class _Nursery:
    """A fork server and the pair it holds ready; started when first needed, again when it died."""

    def __init__(self, env: Mapping[str, str], *, namespaces: bool) -> None:
        self._env = env
        self._namespaces = namespaces
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._loaded: frozenset[str] = frozenset()
        self._spare: StepProcess | None = None
        self._owed = 0  # pairs asked for and not yet received
        self._used_at = 0.0

    def take(self, groups: frozenset[str]) -> StepProcess:
        """Raises OSError when the fork server dies over it twice."""
        with self._lock:
            self._used_at = time.monotonic()
            try:
                return self._take(groups)
            except OSError:
                self._let_go()
                return self._take(groups)

    def warm(self) -> None:
        """Starts it and asks for a pair, without waiting for either."""
        with self._lock:
            self._used_at = time.monotonic()
            self._ask(self._control or self._start())

    def let_go_if_idle(self, idle_s: float) -> None:
        with self._lock:
            if self._control is not None and time.monotonic() - self._used_at > idle_s:
                self._let_go()

    def drop_spare_if_idle(self, idle_s: float) -> None:
        with self._lock:
            if self._control is not None and time.monotonic() - self._used_at > idle_s:
                self._receive()
                self._drop_spare()

    def close(self) -> None:
        with self._lock:
            self._let_go()

    def _take(self, groups: frozenset[str]) -> StepProcess:
        control = self._control or self._start()
        if not groups <= self._loaded:
            self._receive()
            self._drop_spare()
            control.send(LOAD + ",".join(sorted(groups - self._loaded)).encode())
            self._loaded |= groups
        if self._spare is None and not self._owed:
            self._ask(control)
        self._receive()
        taken, self._spare = self._spare, None
        assert taken is not None  # _receive fills it or raises
        return taken

    def _start(self) -> socket.socket:
        control, end = wire.pair()
        command = [sys.executable, "-P", "-m", "studio.worker.launch.forkserver"]
        process = subprocess.Popen(
            [*command, str(end.fileno()), str(int(self._namespaces))],
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(end.fileno(),),
        )
        end.close()
        _collect(process)
        control.settimeout(_START_TIMEOUT_S)
        self._control = control
        return control

    def _ask(self, control: socket.socket) -> None:
        control.send(SPARE)
        self._owed += 1

    def _receive(self) -> None:
        while self._owed and self._control is not None:
            _, fds, _, _ = socket.recv_fds(self._control, 64, 2)
            if len(fds) != 2:
                raise ConnectionResetError("the fork server ended")
            self._owed -= 1
            supervisor, step = (socket.socket(fileno=fd) for fd in fds)
            _want_credentials(step)
            self._spare = StepProcess(supervisor, step, on_gate=self._refill)

    def _refill(self) -> None:
        """Once a step runs there is time to bear the next pair."""
        # A fork server that died is found out by the next `take`.
        with self._lock, suppress(OSError):
            if self._control is not None and self._spare is None and not self._owed:
                self._ask(self._control)

    def _drop_spare(self) -> None:
        if self._spare is not None:
            self._spare.close()
            self._spare = None

    def _let_go(self) -> None:
        """Steps it gave birth to go on; it ends after the last of them."""
        self._drop_spare()
        if self._control is not None:
            self._control.close()
        self._control, self._loaded, self._owed = None, frozenset(), 0


class ForkServerLauncher:
    """Keeps one light fork server for good, and a heavy one while heavy libraries are in use."""

    def __init__(self, env: Mapping[str, str], *, namespaces: bool | None = None) -> None:
        allowed = linux.allowed_pid_namespace() if namespaces is None else namespaces
        full = {**env, "PYTHONPATH": str(ROOT)}
        self._light = _Nursery(full, namespaces=allowed)
        self._heavy = _Nursery(full, namespaces=allowed)
        self._light_only_until = 0.0
        self._light.warm()

    def take(self, groups: Collection[str] = ()) -> StepProcess:
        try:
            if groups and time.monotonic() >= self._light_only_until:
                try:
                    return self._heavy.take(frozenset(groups))
                except OSError as error:
                    # A library that cannot be held in a fork server: steps import it themselves.
                    _log.warning("no warm start with %s: %s", sorted(groups), error)
                    self._light_only_until = time.monotonic() + HEAVY_RETRY_S
            return self._light.take(frozenset())
        except OSError as error:
            raise StartFailed(f"the fork server does not answer: {error}") from error

    def rest(self) -> None:
        self._heavy.let_go_if_idle(IDLE_S)
        self._light.drop_spare_if_idle(SPARE_IDLE_S)

    def close(self) -> None:
        self._heavy.close()
        self._light.close()


def _step_pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = wire.pair()
    _want_credentials(ours)
    return ours, theirs


def _want_credentials(ours: socket.socket) -> None:
    """So that the pid a step tells is translated from its namespace to ours."""
    if linux.LINUX:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)


def _numbers(*ends: socket.socket) -> list[str]:
    return [str(end.fileno()) for end in ends]


def _collect(process: subprocess.Popen[bytes]) -> None:
    """Somebody has to take its status; how a step ended is told on its socket."""
    threading.Thread(target=process.wait, name="collect", daemon=True).start()
