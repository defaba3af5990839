"""Telling control what happens here: reports through the broker, and how far logs reach."""

import json
import threading
import time
from collections.abc import Mapping
from typing import Any

from kombu import Connection, Producer, Queue
from kombu.exceptions import OperationalError

from studio.engine.messages import Report, ReportKind

REPORTS = "reports"
"""The queue control takes them from."""
LOG_INTERVAL_S = 0.02
"""At most one word about logs a node in this time; the first one goes at once."""

_RETRY_AFTER_S = 0.5


class Reporter:
    """One kept connection for all threads of this node."""

    def __init__(self, broker_url: str, node: str) -> None:
        self.node = node
        self._url = broker_url
        self._lock = threading.Lock()
        self._producer: Producer | None = None
        self._away_until = 0.0
        self._away_errors = (OperationalError, OSError, *Connection(broker_url).connection_errors)

    def send(self, kind: ReportKind, attempt: str, fence: int, body: Mapping[str, object]) -> bool:
        """False when the broker did not take it; who needs it to arrive sends again."""
        report = Report(kind, attempt, fence, self.node, time.time(), body)
        message = json.dumps(report.to_json())
        with self._lock:
            if time.monotonic() < self._away_until:
                return False
            for last_try in (False, True):
                try:
                    # A kept connection may have died while it was idle: one fresh one is tried.
                    self._connected().publish(
                        message,
                        exchange="",
                        routing_key=REPORTS,
                        content_type="application/json",
                        content_encoding="utf-8",
                    )
                    return True
                except self._away_errors:
                    self._disconnect()
                    if last_try:
                        self._away_until = time.monotonic() + _RETRY_AFTER_S
        return False

    def close(self) -> None:
        with self._lock:
            self._disconnect()

    def _connected(self) -> Producer:
        if self._producer is None:
            connection = Connection(
                self._url, connect_timeout=2, transport_options={"socket_connect_timeout": 2}
            )
            producer = Producer(connection, auto_declare=False)
            Queue(REPORTS, routing_key=REPORTS)(producer.channel).declare()
            _keep_one_client(producer.channel)
            self._producer = producer
        return self._producer

    def _disconnect(self) -> None:
        if self._producer is not None:
            self._producer.connection.release()
            self._producer = None


def _keep_one_client(channel: Any) -> None:
    """On Redis kombu makes a client for each message, which takes longer than sending it."""
    if hasattr(channel, "_create_client"):
        client = channel._create_client()
        channel._create_client = lambda asynchronous=False: client


class LogBeacon(threading.Thread):
    """Says how far logs reach: at once when it was quiet, else no more often than the interval."""

    def __init__(self, reporter: Reporter) -> None:
        super().__init__(name="log-beacon", daemon=True)
        self._reporter = reporter
        self._changed = threading.Condition()
        self._sizes: dict[str, int] = {}
        self._closed = False

    def reached(self, attempt: str, size: int) -> None:
        with self._changed:
            self._sizes[attempt] = size
            self._changed.notify()

    def forget(self, attempt: str) -> None:
        """Its last size travels in the finished report."""
        with self._changed:
            self._sizes.pop(attempt, None)

    def run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._sizes or self._closed)
                if self._closed:
                    return
                sizes, self._sizes = self._sizes, {}
            self._reporter.send("log", "", 0, {"sizes": sizes})
            with self._changed:
                self._changed.wait_for(lambda: self._closed, timeout=LOG_INTERVAL_S)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()
