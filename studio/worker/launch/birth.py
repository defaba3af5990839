"""How supervisor and step come to life as a pair, waiting."""

import os
import resource
import signal
import socket
from typing import NoReturn

from studio.worker.launch import linux
from studio.worker.launch.child import become_step
from studio.worker.launch.supervisor import Supervisor
from studio.worker.launch.wire import CONTROL_FD

OOM_SCORE = b"500"
"""When memory runs out the kernel should take the step, not the node that watches it."""


def become_supervisor(
    control: socket.socket, step_control: socket.socket, *, parent: int | None, namespace: bool
) -> NoReturn:
    """Run in a process of one thread. `parent`, when it has one thread too, takes this process
    along. `namespace`: this is the first process of its PID namespace."""
    if parent is not None:
        linux.die_with_parent(parent)
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if namespace:
        linux.mount_own_proc()
    else:
        linux.adopt_orphans()
    here = os.getpid()
    step = os.fork()
    if step == 0:
        _be_step(step_control, here)
    step_control.close()
    kept = _keep_only(control)
    Supervisor(kept, step, owns_namespace=namespace).run()


def _be_step(control: socket.socket, parent: int) -> NoReturn:
    linux.die_with_parent(parent)
    os.setsid()  # no terminal to ask, and no group shared with the supervisor
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if linux.LINUX:
        with open("/proc/self/oom_score_adj", "wb", buffering=0) as score:
            score.write(OOM_SCORE)
    become_step(_keep_only(control))


def _keep_only(control: socket.socket) -> socket.socket:
    """Closes every inherited descriptor but the three standard ones and this one."""
    fd = control.detach()
    if fd != CONTROL_FD:
        os.dup2(fd, CONTROL_FD, inheritable=False)
    os.closerange(CONTROL_FD + 1, os.sysconf("SC_OPEN_MAX"))
    return socket.socket(fileno=CONTROL_FD)
