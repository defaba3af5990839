"""Attempts this node gives back: said with every heartbeat for the length of a lease.

Once would not do. A message can be lost, and control takes an attempt that it handed over for
running until its node says otherwise. Control believes it once, by the fence.
"""

import threading
import time

from studio.worker.reports import Reporter


class Returned:
    def __init__(self, reporter: Reporter, lease_s: float) -> None:
        self._reporter = reporter
        self._lease_s = lease_s
        self._lock = threading.Lock()
        self._until: dict[tuple[str, int], float] = {}

    def give(self, attempt: str, fence: int) -> None:
        with self._lock:
            self._until[attempt, fence] = time.monotonic() + self._lease_s
        self._tell(attempt, fence)

    def tell_again(self) -> None:
        now = time.monotonic()
        with self._lock:
            self._until = {given: until for given, until in self._until.items() if until > now}
            given = list(self._until)
        for attempt, fence in given:
            self._tell(attempt, fence)

    def _tell(self, attempt: str, fence: int) -> None:
        self._reporter.send("returned", attempt, fence, {})
