"""Log files of the studio's own processes: appended by them, kept small by the supervisor."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

LARGE_BYTES = 10 * 1024 * 1024
KEPT = 3


def rotate_when_large(log: Path) -> None:
    """Copy a large log aside and empty it.

    The writers hold it open in append mode, so they go on at its new beginning; a line written
    between copy and cut is lost, which is fair for these logs and no other.
    """
    if not log.exists() or log.stat().st_size < LARGE_BYTES:
        return
    for number in range(KEPT - 1, 0, -1):
        older = log.with_suffix(f".log.{number}")
        if older.exists():
            older.replace(log.with_suffix(f".log.{number + 1}"))
    shutil.copyfile(log, log.with_suffix(".log.1"))
    os.truncate(log, 0)


def note(log: Path, text: str) -> None:
    """Add a line of the supervisor's own."""
    with log.open("a") as file:
        file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} supervisor: {text}\n")


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, for showing why something did not start."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 16384))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-count:])
