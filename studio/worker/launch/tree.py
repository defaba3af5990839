"""Who descends from whom, and ending all of them."""

import os
import signal
from contextlib import suppress


def own_children() -> list[int]:
    """Of this process, which has one thread."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", "rb") as listing:
            return [int(pid) for pid in listing.read().split()]
    except OSError:
        return _families().get(os.getpid(), [])  # a kernel that keeps no such list


def descendants(root: int) -> list[int]:
    """Everything below a process, itself not included, parents before children."""
    families = _families()
    found: list[int] = []
    todo = [root]
    while todo:
        below = families.get(todo.pop(), [])
        found += below
        todo += below
    return found


def marked(name: str, value: str) -> list[int]:
    """Processes that carry this environment entry since their start, zombies left out."""
    wanted = f"{name}={value}".encode()
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as environment:
                if wanted in environment.read().split(b"\0"):
                    found.append(int(pid))
        except OSError:
            continue  # it ended while we looked, or is not ours to read
    return found


def signal_all(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        # It ended by itself.
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _families() -> dict[int, list[int]]:
    """Children by parent, of all processes we can see."""
    families: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            parent = _parent_of(int(name))
            if parent is not None:
                families.setdefault(parent, []).append(int(name))
    return families


def _parent_of(pid: int) -> int | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            # The second field is the name in parentheses and may hold anything.
            return int(stat.read().rpartition(b")")[2].split()[1])
    except (OSError, IndexError):
        return None  # it ended while we looked
