"""Running one script through a launcher, without broker and control."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from studio.data.local import LocalDatastore
from studio.worker.attempts import Letter, Mailbox
from studio.worker.launch import wire
from studio.worker.launch.launcher import SDK_PATH, Launcher
from studio.worker.logs import LogWriter
from studio.worker.metrics import MetricsReader, Told
from studio.worker.prepare import base_environment
from studio.worker.watch import Pipes, Watch


@dataclass
class Ended:
    """What became of a step; `alive` are processes that carry its cookie after its end."""

    exit: wire.Exit | None
    log: bytes
    stopped: str | None
    seconds: float
    alive: list[int] = field(default_factory=list)


class Bench:
    """A folder to run scripts in."""

    def __init__(self, folder: Path, launcher: Launcher) -> None:
        self.folder = folder
        self.launcher = launcher
        self.cookie = f"{folder.name}-{time.monotonic_ns()}"
        (folder / "work").mkdir()
        (folder / "store").mkdir()

    def run(
        self,
        script: str,
        *argv: str,
        timeout_s: float | None = None,
        grace_s: float = 0.5,
        letters: tuple[Letter, ...] = (),
        kind: str = "script",
        groups: tuple[str, ...] = (),
        at_gate: Callable[[int], object] = lambda pid: None,
        **env: str,
    ) -> Ended:
        """`at_gate` gets the pid of the step that waits."""
        name = "script.py" if kind == "script" else ""
        if name:
            (self.folder / "work" / name).write_text(script)
        pipes, mailbox = Pipes.open(), Mailbox("a", 1)
        process = self.launcher.take(groups)
        launch = wire.Launch(
            kind, name, argv, str(self.folder / "work"),
            {**base_environment(), "STUDIO_ATTEMPT": self.cookie, **env}, SDK_PATH,
        )  # fmt: skip
        process.launch(launch, pipes.log_write, pipes.metrics_write)
        pipes.close_writers()
        process.wait_ready()
        at_gate(process.pid)
        log = LogWriter(LocalDatastore(self.folder / "store"), "step.log", lambda size: None)
        metrics = MetricsReader(lambda body: True, lambda name, path: None, Told())
        watch = Watch(process, pipes, mailbox, log, metrics, timeout_s=timeout_s, grace_s=grace_s)
        for letter in letters:
            mailbox.post(letter)
        began = time.monotonic()
        process.open_gate()
        ended = watch.run()
        seconds = time.monotonic() - began
        process.close()
        pipes.close_readers()
        mailbox.close()
        stored = self.folder / "store" / "step.log"
        return Ended(
            ended,
            stored.read_bytes() if stored.exists() else b"",
            watch.stopped,
            seconds,
            with_cookie(self.cookie),
        )


def with_cookie(cookie: str) -> list[int]:
    """Processes whose environment at their start held the cookie."""
    wanted = f"STUDIO_ATTEMPT={cookie}".encode()
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if wanted in Path(f"/proc/{name}/environ").read_bytes().split(b"\0"):
                found.append(int(name))
        except OSError:
            continue  # it ended while we looked
    return found


def is_running(pid: int) -> bool:
    """Alive and not a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
