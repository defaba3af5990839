"""Looking at real processes from outside (Linux's /proc)."""

import contextlib
import os
from pathlib import Path


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def descendants(pid: int) -> set[int]:
    """Every process below this one, zombies too."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    found, level = set[int](), {pid}
    while level := {child for child, parent in parents.items() if parent in level}:
        found |= level
    return found


def processes_of(folder: Path) -> dict[int, str]:
    """Processes that mention a folder in command, environment or working directory."""
    needle = os.fsencode(folder)
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            about = (
                command + (entry / "environ").read_bytes() + os.fsencode(os.readlink(entry / "cwd"))
            )
            if needle in about:
                found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")
    return found


def memory_of(pids: set[int]) -> int:
    """Bytes the processes hold together, shared pages counted once (PSS)."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total
