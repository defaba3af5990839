"""The few calls of Linux that Python has no name for; on other systems they say no.

Without them a step's tree is still killed by walking from parent to child, and what escapes
that way is not caught: production is Linux.
"""

import ctypes
import os
import signal
import sys

LINUX = sys.platform == "linux"

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_CLONE_NEWNS = 0x00020000
_CLONE_NEWPID = 0x20000000
_MS_NOSUID_NODEV_NOEXEC = 2 | 4 | 8
_MS_REC_PRIVATE = 0x4000 | 0x40000
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """Asks for SIGKILL when the parent goes; the parent must have one thread."""
    if LINUX:
        _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() not in (parent, 0):  # 0: the parent is outside of our PID namespace
        os._exit(1)  # it went before we asked


def adopt_orphans() -> None:
    """Makes descendants whose parent ends our own children, instead of init's."""
    if LINUX:
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


class PidNamespaces:
    """Gives the next forked child a PID namespace of its own, where this is allowed."""

    def __init__(self) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if LINUX else -1

    def enter(self) -> bool:
        return LINUX and _libc.unshare(_CLONE_NEWPID) == 0

    def leave(self) -> None:
        if _libc.setns(self._own, _CLONE_NEWPID) != 0:
            raise OSError(ctypes.get_errno(), "cannot leave the step's PID namespace")


def allowed_pid_namespace() -> bool:
    """Tried in a child: namespace and its own /proc, both or nothing."""
    if not LINUX:
        return False
    child = os.fork()
    if child == 0:
        namespaces = PidNamespaces()
        if not namespaces.enter():
            os._exit(1)
        first = os.fork()
        if first == 0:
            os._exit(0 if mount_own_proc() else 1)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]))
    return os.waitpid(child, 0)[1] == 0


def mount_own_proc() -> bool:
    """A /proc that shows this PID namespace, seen by this process and its children only."""
    if _libc.unshare(_CLONE_NEWNS) != 0:
        return False
    if _libc.mount(b"none", b"/", None, _MS_REC_PRIVATE, None) != 0:
        return False
    return bool(_libc.mount(b"proc", b"/proc", b"proc", _MS_NOSUID_NODEV_NOEXEC, None) == 0)


def oom_kills() -> int:
    """How often the kernel killed for want of memory since boot; 0 where it does not say."""
    try:
        with open("/proc/vmstat", "rb", buffering=0) as counters:  # each step reads it: no codec
            _, _, after = counters.readall().partition(b"\noom_kill ")
    except OSError:
        return 0  # no /proc: then a SIGKILL stays a signal
    return int(after.split(maxsplit=1)[0]) if after else 0


def thread_count() -> int:
    """Threads of this process, those a library made without Python included; 1 where unknown."""
    return len(os.listdir("/proc/self/task")) if LINUX else 1
