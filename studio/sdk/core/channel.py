"""The private pipe from a step to its node: no network, no library, and no waiting but for answers."""

import itertools
import json
import os
import select
import stat
import struct
from typing import Optional

ENV = "STUDIO_METRICS"
"""Descriptor and inode of the pipe: a process that did not inherit it must not take another for it."""

ANSWER_WITHIN_S = 3600.0
"""The node gives up asking the studio after a minute; fetching the bytes may take long."""

_HEAD = struct.Struct(">IIB")
_FRAME_BYTES = 4096  # PIPE_BUF: up to here the kernel does not mix the writes of several processes
_PART_BYTES = _FRAME_BYTES - _HEAD.size


class Channel:
    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._messages = itertools.count()

    @classmethod
    def inherited(cls) -> "Optional[Channel]":
        """None outside a step, and in programs that a step started without handing the pipe on."""
        number, _, inode = os.environ.get(ENV, "").partition(":")
        try:
            facts = os.fstat(int(number))
        except (ValueError, OSError):
            return None
        return (
            cls(int(number))
            if stat.S_ISFIFO(facts.st_mode) and str(facts.st_ino) == inode
            else None
        )

    def send(self, message: dict[str, object]) -> None:
        data = json.dumps(message).encode()
        # Whose a frame is: processes that forked from one another count on from the same number.
        sender = (os.getpid() & 0xFFFF) << 16 | next(self._messages) & 0xFFFF
        starts = range(0, len(data), _PART_BYTES)
        for start in starts:
            part = data[start : start + _PART_BYTES]
            try:
                os.write(self._fd, _HEAD.pack(sender, len(part), start == starts[-1]) + part)
            except BrokenPipeError:
                return  # the node has gone, and this process soon will

    def ask(self, value: dict[str, object], folder: str) -> dict[str, object]:
        """What the node answers, at a named pipe in the folder both know."""
        os.makedirs(folder, exist_ok=True)
        name = f"ask-{os.getpid()}-{next(self._messages)}"
        path = os.path.join(folder, name)
        os.mkfifo(path, 0o600)
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            self.send({"kind": "ask", "name": name, "value": value})
            answer = json.loads(_read(fd) or '{"error": "the node did not answer"}')
        finally:
            os.close(fd)
            os.unlink(path)
        return dict(answer)


def _read(fd: int) -> bytes:
    """Everything until the other side closes; nothing when it never came."""
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    data = b""
    while poll.poll(ANSWER_WITHIN_S * 1000):
        part = os.read(fd, 65536)
        if not part:
            break
        data += part
    return data
