"""What a slot works on next, when control gives it in the answer to what the slot just ended."""

import queue
import threading

from studio.engine.messages import WorkOrder

PATIENCE_S = 0.25
"""A slot waits so long for that answer, then it takes from its queue again."""


Answers = queue.SimpleQueue[WorkOrder | None]


class Handover:
    """Slots that wait, by the attempt they ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, Answers] = {}

    def expect(self, attempt: str) -> Answers:
        """Where the answer will be. Call it before the end is told, or it may come too early."""
        answers: Answers = queue.SimpleQueue()
        with self._lock:
            self._waiting[attempt] = answers
        return answers

    def next_after(
        self, attempt: str, answers: Answers, patience_s: float = PATIENCE_S
    ) -> WorkOrder | None:
        """The next order; None when there is none, or no answer in time."""
        try:
            return answers.get(timeout=patience_s)
        except queue.Empty:
            pass
        with self._lock:
            gave_up = self._waiting.pop(attempt, None) is not None
        return None if gave_up else answers.get()  # it came at the last moment

    def answer(self, attempt: str, order: WorkOrder | None) -> bool:
        """False when nobody waits for it (any more)."""
        with self._lock:
            answers = self._waiting.pop(attempt, None)
        if answers is None:
            return False
        answers.put(order)
        return True
