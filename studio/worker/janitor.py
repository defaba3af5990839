"""Removing the folders of ended attempts, where no slot has to wait for it."""

import logging
import os
import queue
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

_log = logging.getLogger(__name__)


class Janitor(threading.Thread):
    """What it does not manage before the node ends is removed at the next start."""

    def __init__(self) -> None:
        super().__init__(name="janitor", daemon=True)
        self._folders: queue.SimpleQueue[Path | None] = queue.SimpleQueue()

    def remove(self, folder: Path) -> None:
        self._folders.put(folder)

    def run(self) -> None:
        while (folder := self._folders.get()) is not None:
            if folder.exists():
                shutil.rmtree(folder, onerror=_allow)

    def close(self) -> None:
        self._folders.put(None)


def _allow(call: Callable[[str], object], path: str, error: object) -> None:
    """A step may have taken rights from its own folders."""
    try:
        os.chmod(os.path.dirname(path), 0o700)
        os.chmod(path, 0o700)
        call(path)
    except OSError as still:
        _log.warning("cannot remove %s: %s", path, still)
