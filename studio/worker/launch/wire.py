"""What worker, supervisor and step say to each other over unix sockets; one message a packet."""

import json
import os
import socket
from dataclasses import dataclass

READY = b"ready"
GO = b"go"
FAILED = b"failed "
TERM = b"term"
KILL = b"kill"

CONTROL_FD = 3
"""Where a forked process keeps its own end; everything above is closed."""
METRICS_FD = 4

MARK = "STUDIO_LAUNCH"
"""Environment name that marks everything of one fresh interpreter, to be found without its supervisor."""

_MAX_PACKET = 180_000
"""Below the kernel's default socket buffer, so that one packet always goes out at once."""


@dataclass(frozen=True)
class Launch:
    """What a step is to become. `script` is relative to `cwd`; `argv` are its arguments alone."""

    kind: str
    script: str
    argv: tuple[str, ...]
    cwd: str
    env: dict[str, str]
    path: tuple[str, ...]
    """Added at the end of `sys.path`."""


@dataclass(frozen=True)
class Exit:
    """How a step's process ended, once nothing of its tree is alive."""

    code: int | None
    signal: int | None
    out_of_memory: bool
    max_rss_bytes: int
    cpu_s: float


def receive(control: socket.socket, size: int = 4096) -> bytes:
    """The next packet; empty when the other side has gone, with or without reading all of ours."""
    try:
        return control.recv(size)
    except ConnectionResetError:
        return b""


def pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send_launch(control: socket.socket, launch: Launch, fds: list[int]) -> None:
    """Large launches go by a file without a name, whose descriptor rides along."""
    data = json.dumps(vars(launch)).encode()
    if len(data) <= _MAX_PACKET:
        socket.send_fds(control, [data], fds)
        return
    body = os.memfd_create("launch") if hasattr(os, "memfd_create") else _unnamed_file()
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(body, view) :]
        socket.send_fds(control, [b"{}"], [*fds, body])
    finally:
        os.close(body)


def receive_launch(control: socket.socket, count: int) -> tuple[Launch, list[int]] | None:
    """The launch and its `count` descriptors, or None when the worker has gone."""
    try:
        data, fds, _, _ = socket.recv_fds(control, 2 * _MAX_PACKET, count + 1)
    except ConnectionResetError:
        return None
    if not data:
        return None
    if len(fds) > count:
        body = fds.pop()
        with os.fdopen(body, "rb") as whole:
            whole.seek(0)
            data = whole.read()
    raw = json.loads(data)
    return Launch(**{**raw, "argv": tuple(raw["argv"]), "path": tuple(raw["path"])}), list(fds)


def send_exit(control: socket.socket, ended: Exit) -> None:
    control.send(json.dumps(vars(ended)).encode())


def receive_exit(control: socket.socket) -> Exit | None:
    """None: the supervisor went without a word."""
    data = receive(control)
    return Exit(**json.loads(data)) if data else None


def _unnamed_file() -> int:
    import tempfile  # only where there is no memfd

    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
