"""The private pipe from a step to its node: no network, no library, no waiting."""

import itertools
import json
import os
import stat
import struct
from typing import Optional

ENV = "STUDIO_METRICS"
"""Descriptor and inode of the pipe: a process that did not inherit it must not take another for it."""

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
