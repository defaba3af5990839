"""Showing that this node lives, and stopping its steps when nobody confirms it any more."""

import logging
import threading
import time

from studio.worker.attempts import Attempts
from studio.worker.inbox import Inbox
from studio.worker.launch.launcher import Launcher
from studio.worker.reports import Reporter
from studio.worker.results import Results
from studio.worker.returned import Returned

_log = logging.getLogger(__name__)
FENCE_AT = 2 / 3
"""Part of the lease after which a node without contact stops its steps: well before control may
give them up, so that nothing runs twice."""


class Heartbeat(threading.Thread):
    def __init__(
        self,
        *,
        reporter: Reporter,
        attempts: Attempts,
        results: Results,
        returned: Returned,
        inbox: Inbox,
        launcher: Launcher,
        slots: int,
        target: str,
        life: str,
        interval_s: float,
        lease_s: float,
    ) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._reporter = reporter
        self._attempts = attempts
        self._results = results
        self._returned = returned
        self._inbox = inbox
        self._launcher = launcher
        self._body = {"slots": slots, "target": target, "life": life}
        self._interval_s = interval_s
        self._fence_s = lease_s * FENCE_AT
        self._closed = threading.Event()

    def run(self) -> None:
        while True:
            self._beat()
            if self._closed.wait(self._interval_s):
                return

    def close(self) -> None:
        self._closed.set()

    def _beat(self) -> None:
        now = time.monotonic()
        in_hand = {**self._results.attempts(), **self._attempts.granted()}
        # The monotonic clock also counts while the process was stopped: a node that wakes up
        # late fences itself here before it says anything.
        if now - self._inbox.heard_at > self._fence_s:
            self._attempts.fence_those_silent_since(now - self._fence_s)
        self._reporter.send("heartbeat", "", 0, {**self._body, "attempts": in_hand})
        self._results.tell_again()
        self._returned.tell_again()
        self._launcher.rest()
