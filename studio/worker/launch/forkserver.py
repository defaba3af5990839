"""A warm process that gives birth to waiting pairs of supervisor and step.

    python -m studio.worker.launch.forkserver <control fd> <pid namespaces: 0|1>

It has one thread and holds nothing but imported modules. The worker asks for a pair (`spare`)
and gets its two sockets, so no step has to wait for a fork; `load a,b` imports libraries first.
"""

import gc
import os
import select
import signal
import socket
import sys
import threading
from typing import NoReturn

from studio.worker.launch import birth, linux, preload, tree, wire

SPARE = b"spare"
LOAD = b"load "


class ForkServer:
    def __init__(self, control: socket.socket, *, namespaces: bool) -> None:
        self._control = control
        self._namespaces = linux.PidNamespaces() if namespaces else None
        self._supervisors: dict[int, bool] = {}
        """By pid; whether each is in a PID namespace, whose processes the kernel ends with it."""
        self._poll = select.poll()
        self._dismissed = False

    def run(self) -> NoReturn:
        woken, wake = os.pipe()
        os.set_blocking(woken, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        self._poll.register(self._control, select.POLLIN)
        self._poll.register(woken, select.POLLIN)
        while True:
            for fd, _ in self._poll.poll():
                if fd == woken:
                    os.read(woken, 4096)
                    self._reap()
                else:
                    self._obey(wire.receive(self._control))
            if self._dismissed and not self._supervisors:
                os._exit(0)

    def _obey(self, order: bytes) -> None:
        if order == SPARE:
            self._give_birth()
        elif order.startswith(LOAD):
            preload.load(order.removeprefix(LOAD).decode().split(","))
            _settle_memory()
        else:
            # The worker lets us go, or is gone itself: then supervisors see that too and end
            # their trees. They may not lose their parent before.
            self._dismissed = True
            self._poll.unregister(self._control)

    def _give_birth(self) -> None:
        control, supervisor_end = wire.pair()
        step_control, step_end = wire.pair()
        here = os.getpid()
        inside = self._namespaces is not None and self._namespaces.enter()
        pid = os.fork()
        if pid == 0:
            birth.become_supervisor(supervisor_end, step_end, parent=here, namespace=inside)
        if inside and self._namespaces is not None:
            self._namespaces.leave()
        self._supervisors[pid] = inside
        supervisor_end.close()
        step_end.close()
        socket.send_fds(
            self._control, [str(pid).encode()], [control.fileno(), step_control.fileno()]
        )
        control.close()
        step_control.close()

    def _reap(self) -> None:
        while True:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if self._supervisors.pop(pid, True) is False:
                self._end_orphans()

    def _end_orphans(self) -> None:
        """A supervisor that was killed leaves its step's descendants to us: end them too."""
        known = set(self._supervisors)
        while orphans := [pid for pid in tree.own_children() if pid not in known]:
            for orphan in orphans:
                tree.signal_all([orphan, *tree.descendants(orphan)], signal.SIGKILL)
                os.waitpid(orphan, 0)


def _settle_memory() -> None:
    """Children do not touch, so do not copy, what was loaded before. One thread is checked here:
    a library's locks held by another one would stay shut in every child."""
    if threading.active_count() > 1 or linux.thread_count() > 1:
        sys.exit("a library started a thread while it was imported: this process may not fork")
    gc.collect()
    gc.freeze()


def main() -> NoReturn:
    control_fd, namespaces = sys.argv[1:3]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's to hear
    linux.adopt_orphans()
    _settle_memory()
    ForkServer(socket.socket(fileno=int(control_fd)), namespaces=namespaces == "1").run()


if __name__ == "__main__":
    main()
