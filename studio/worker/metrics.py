"""What the SDK inside a step tells on its private pipe, taken apart and handed on in batches.

The step is not trusted: everything is bounded, and what is not understood is dropped and said.
"""

import json
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

HEAD = struct.Struct(">IIB")
"""A frame: whose it is (process and thread), length of its part, 1 when the message is complete.
A frame is at most PIPE_BUF long, so writers in several processes cannot mix theirs."""
MAX_MESSAGE_BYTES = 8 * 1024 * 1024
MAX_ROWS = 500
MAX_REGISTRATIONS = 100
MAX_REGISTRATION_BYTES = 64 * 1024
INTERVAL_S = 0.2
KINDS = frozenset({"scalar", "list", "row", "table", "image"})


@dataclass
class Told:
    """Messages that are not metrics: what the script says about its own run."""

    failed: str | None = None
    """From `run.fail`; its details."""
    uploads: list[tuple[str, str]] = field(default_factory=list)
    """(name in the run, file on this node)."""
    registrations: list[dict[str, object]] = field(default_factory=list)
    """Datasets and models to be registered when the step has completed."""
    on_question: Callable[[Mapping[str, object]], None] | None = None
    """Called with what the script asks; it answers by itself."""


class Frames:
    """Bytes of the pipe in, whole messages out."""

    def __init__(self) -> None:
        self._left = b""
        self._parts: dict[int, bytearray] = {}
        self.dropped = 0

    def feed(self, data: bytes) -> list[Mapping[str, object]]:
        self._left += data
        messages = []
        while len(self._left) >= HEAD.size:
            sender, length, last = HEAD.unpack_from(self._left)
            end = HEAD.size + length
            if len(self._left) < end:
                break
            part, self._left = self._left[HEAD.size : end], self._left[end:]
            message = self._add(sender, part, bool(last))
            if message is not None:
                messages.append(message)
        return messages

    def _add(self, sender: int, part: bytes, last: bool) -> Mapping[str, object] | None:
        whole = self._parts.setdefault(sender, bytearray())
        if len(whole) <= MAX_MESSAGE_BYTES:
            whole += part
        if not last:
            return None
        del self._parts[sender]
        message = _read(bytes(whole)) if len(whole) <= MAX_MESSAGE_BYTES else None
        if isinstance(message, dict):
            return message
        self.dropped += 1
        return None


def _read(data: bytes) -> object:
    """JSON that every database and browser can read again: no NaN, no NUL, no half characters."""
    try:
        value = json.loads(data.replace(b"\\u0000", b"\\ufffd"), parse_constant=str)
        if b"\\ud" in data.lower():
            value = json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        return None
    return value


def _is_registration(value: object) -> bool:
    return isinstance(value, dict) and len(json.dumps(value)) <= MAX_REGISTRATION_BYTES


class MetricsReader:
    """Collects rows and sends them on; `send` may refuse, then they wait."""

    def __init__(
        self,
        send: Callable[[dict[str, object]], bool],
        keep_image: Callable[[str, str], str | None],
        told: Told,
    ) -> None:
        self._send = send
        self._keep_image = keep_image
        self._told = told
        self._frames = Frames()
        self._rows: list[dict[str, object]] = []
        self._first = 0
        self._sent_at = 0.0

    @property
    def dropped(self) -> int:
        return self._frames.dropped

    def feed(self, data: bytes) -> None:
        for message in self._frames.feed(data):
            self._take(message)
        if len(self._rows) >= MAX_ROWS or time.monotonic() - self._sent_at >= INTERVAL_S:
            self.flush()

    def due_in(self) -> float | None:
        """Seconds until waiting rows want to be flushed; None when there are none."""
        return max(self._sent_at + INTERVAL_S - time.monotonic(), 0.0) if self._rows else None

    def flush(self) -> None:
        while self._rows:
            batch = self._rows[:MAX_ROWS]
            self._sent_at = time.monotonic()
            if not self._send({"first": self._first, "rows": batch}):
                return
            self._first += len(batch)
            del self._rows[: len(batch)]

    def unsent(self) -> list[dict[str, object]]:
        """Bodies of the reports that still wait."""
        return [
            {"first": self._first + start, "rows": self._rows[start : start + MAX_ROWS]}
            for start in range(0, len(self._rows), MAX_ROWS)
        ]

    def _take(self, message: Mapping[str, object]) -> None:
        kind = message.get("kind")
        name = message.get("name")
        if kind == "fail":
            self._told.failed = str(message.get("value") or "")
        elif kind == "upload" and isinstance(name, str):
            self._told.uploads.append((name, str(message.get("value"))))
        elif kind == "register" and _is_registration(message.get("value")):
            if len(self._told.registrations) < MAX_REGISTRATIONS:
                self._told.registrations.append(cast(dict[str, object], message["value"]))
        elif kind == "ask" and self._told.on_question is not None:
            self._told.on_question(message)
        elif kind in KINDS and isinstance(name, str):
            self._add_row(str(kind), name, message)
        else:
            self._frames.dropped += 1

    def _add_row(self, kind: str, name: str, message: Mapping[str, object]) -> None:
        value = message.get("value")
        if kind == "image":
            path = self._keep_image(name, str(value))
            if path is None:
                self._frames.dropped += 1
                return
            value = {"path": path}
        row: dict[str, object] = {
            "name": name[:255],
            "kind": kind,
            "value": value,
            "at": time.time(),
        }
        step = message.get("step")
        if isinstance(step, int) and not isinstance(step, bool):
            row["step"] = step
        self._rows.append(row)
