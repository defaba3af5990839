"""The data folder of one studio: where things lie, who holds it, whether it can be used.

Standard library only: the supervisor imports this and must stay small.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

FREE_BYTES_NEEDED = 200 * 1024 * 1024
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LONGEST_SOCKET_PATH = 100


class CannotStart(Exception):
    """The studio cannot start; the message is one line saying what to do about it."""


@dataclass(frozen=True)
class Home:
    """Paths inside the data folder."""

    root: Path

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def runtime(self) -> Path:
        """Things that mean nothing once the studio has stopped: lock, socket, state."""
        return self.root / "run"

    @property
    def broker(self) -> Path:
        return self.root / "broker"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def node_key(self) -> Path:
        """Opens the datastore credentials that orders carry; control makes it."""
        return self.root / "keys" / "node.key"

    @property
    def state(self) -> Path:
        return self.runtime / "state.json"

    @property
    def broker_socket(self) -> Path:
        """The broker's socket; in the temporary folder when the data folder's path is too long."""
        inside = self.runtime / "broker.sock"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"studio-{os.getuid()}-{digest}" / "broker.sock"


def open_home(home: Home) -> IO[str]:
    """Make the folders, prove they can be written and take the lock; keep the answer open.

    Raises CannotStart when the disk is full or read-only, or another studio holds the folder.
    """
    try:
        for folder in (home.root, home.logs, home.runtime, home.broker, home.cache):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.broker_socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (home.runtime / "lock").open("a+")
        _prove_writable(home.runtime)
    except OSError as error:
        raise CannotStart(
            f"Cannot write to the data folder {home.root}: {error.strerror}. "
            "Free some space or choose another folder with STUDIO_HOME=…"
        ) from error
    _refuse_second(lock, home)
    _refuse_full_disk(home.root)
    return lock


def _prove_writable(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"\0" * 65536)
        probe.flush()
        os.fsync(probe.fileno())


def _refuse_second(lock: IO[str], home: Home) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        state: dict[str, object] = {}
        with contextlib.suppress(OSError, ValueError):
            state = json.loads(home.state.read_text())
        raise CannotStart(
            f"A studio already runs on {home.root} (process {state.get('pid', 'unknown')}, "
            f"{state.get('url', 'address unknown')}). Stop it first or choose another STUDIO_HOME=…"
        ) from error


def _refuse_full_disk(root: Path) -> None:
    free = shutil.disk_usage(root).free
    if free < FREE_BYTES_NEEDED:
        raise CannotStart(
            f"Only {free // 2**20} MB are free in {root}, the studio needs "
            f"{FREE_BYTES_NEEDED // 2**20} MB. Free some space or choose another STUDIO_HOME=…"
        )


def write_state(home: Home, state: dict[str, object]) -> None:
    """Say which processes run, for whoever looks from outside; replaced in one go."""
    fresh = home.state.with_suffix(".new")
    fresh.write_text(json.dumps(state))
    fresh.replace(home.state)
