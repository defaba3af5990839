"""What this node is busy with, and how its other threads reach the one that runs an attempt."""

import os
import queue
import select
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from studio.worker.handover import Answers

Word = Literal["grant", "refuse", "cancel", "fence", "drain"]
"""From control: grant, refuse, cancel. From this node: fence (contact lost), drain (shutting down)."""


REMEMBERED = 10_000
"""Ended attempts whose orders are known again, when they come a second time."""


@dataclass(frozen=True)
class Letter:
    word: Word
    grace_s: float | None = None


class Mailbox:
    """Letters for one attempt; `fd` is readable while there are any, so a poll can wait for it."""

    def __init__(self, attempt: str, fence: int) -> None:
        self.attempt = attempt
        self.fence = fence
        self.granted_at: float | None = None
        """Monotonic; None until control said that the attempt is ours."""
        self.started = False
        """Its gate was opened: whatever comes of it, it is never begun again."""
        self.told: Answers | None = None
        """Where control's answer to its end will be, once that is told: from then on an order for
        it is an old one."""
        self.replies: dict[str, queue.SimpleQueue[Mapping[str, object]]] = {}
        """Where answers to questions of the running step are waited for, by the question's id."""
        self._letters: deque[Letter] = deque()
        self.fd, self._wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def post(self, letter: Letter) -> None:
        self._letters.append(letter)
        # Full of wake-ups that nobody took yet.
        with suppress(BlockingIOError):
            os.write(self._wake, b"\0")

    def take(self) -> list[Letter]:
        with suppress(BlockingIOError):
            os.read(self.fd, 4096)
        taken = []
        while self._letters:
            taken.append(self._letters.popleft())
        return taken

    def wait(self, seconds: float) -> list[Letter]:
        poll = select.poll()  # select() ends at descriptor 1023
        poll.register(self.fd, select.POLLIN)
        poll.poll(seconds * 1000)
        return self.take()

    def grant(self) -> None:
        self.granted_at = time.monotonic()

    def close(self) -> None:
        os.close(self.fd)
        os.close(self._wake)


class Attempts:
    """Those in hand, by id. An order for one of them that comes again is ignored."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._boxes: dict[str, Mailbox] = {}
        self._past: dict[tuple[str, int], None] = {}
        self._draining = False
        self._empty = threading.Condition(self._lock)

    def open(self, attempt: str, fence: int) -> Mailbox | None:
        """None: it is in hand or over already, or this node takes no more."""
        with self._lock:
            if self._draining or attempt in self._boxes or (attempt, fence) in self._past:
                return None
            box = self._boxes[attempt] = Mailbox(attempt, fence)
            return box

    def knows(self, attempt: str, fence: int) -> bool:
        """Whether it is in hand or over."""
        with self._lock:
            return attempt in self._boxes or (attempt, fence) in self._past

    def close(self, box: Mailbox) -> None:
        with self._lock:
            del self._boxes[box.attempt]
            if box.started or box.told is not None:
                self._past[box.attempt, box.fence] = None
            if len(self._past) > REMEMBERED:
                del self._past[next(iter(self._past))]
            box.close()
            self._empty.notify_all()

    def post(self, attempt: str, letter: Letter, fence: int | None = None) -> None:
        """Nothing happens when the attempt is not in hand, or was in another life (fence)."""
        with self._lock:
            box = self._boxes.get(attempt)
            if box is not None and fence in (None, box.fence):
                box.post(letter)

    def reply(self, attempt: str, fence: int, told: Mapping[str, object]) -> None:
        """Control's answer to a question; dropped when nobody waits for it any more."""
        with self._lock:
            box = self._boxes.get(attempt)
            waiting = box.replies.get(str(told.get("id"))) if box and box.fence == fence else None
        if waiting is not None:
            waiting.put(told)

    def granted(self) -> dict[str, int]:
        with self._lock:
            return {
                box.attempt: box.fence for box in self._boxes.values() if box.granted_at is not None
            }

    def fence_those_silent_since(self, moment: float) -> None:
        """Control has not been heard since `moment` (monotonic): those it granted before must stop."""
        with self._lock:
            for box in self._boxes.values():
                if box.granted_at is not None and box.granted_at < moment:
                    box.post(Letter("fence"))

    @property
    def draining(self) -> bool:
        """This node takes no more."""
        return self._draining

    def drain(self) -> None:
        with self._lock:
            self._draining = True
            for box in self._boxes.values():
                box.post(Letter("drain"))

    def wait_empty(self, timeout_s: float) -> bool:
        with self._lock:
            return self._empty.wait_for(lambda: not self._boxes, timeout_s)
