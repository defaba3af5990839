"""Answers of control to this node, taken by a thread of their own: no slot may delay a cancel."""

import logging
import threading
import time
from contextlib import suppress

from kombu import Connection, Consumer, Exchange, Message, Queue
from kombu.exceptions import OperationalError

from studio.engine.messages import Answer, MessageError
from studio.worker.attempts import Attempts, Letter
from studio.worker.results import Results

_RECONNECT_S = 0.5
_log = logging.getLogger(__name__)


class Inbox(threading.Thread):
    def __init__(self, broker_url: str, node: str, attempts: Attempts, results: Results) -> None:
        super().__init__(name="inbox", daemon=True)
        self._url = broker_url
        name = f"node.{node}"
        self._queue = Queue(
            name, exchange=Exchange(""), routing_key=name, durable=False, auto_delete=True
        )
        self._attempts = attempts
        self._results = results
        self._closed = threading.Event()
        self.heard_at = time.monotonic()
        """When control last confirmed a heartbeat."""

    def run(self) -> None:
        away = (OperationalError, OSError, *Connection(self._url).connection_errors)
        while not self._closed.is_set():
            try:
                self._consume()
            except away as error:
                _log.warning("no answers from the broker (%s); connecting again", error)
                self._closed.wait(_RECONNECT_S)

    def close(self) -> None:
        self._closed.set()

    def _consume(self) -> None:
        with Connection(self._url, connect_timeout=2) as connection:
            consumer = Consumer(
                connection, [self._queue], accept=["json"], on_message=self._receive, no_ack=True
            )
            with consumer:
                while not self._closed.is_set():
                    # Nothing came; look whether we are to end.
                    with suppress(TimeoutError):
                        connection.drain_events(timeout=1)

    def _receive(self, message: Message) -> None:
        try:
            answer = Answer.from_json(message.decode())
        except (MessageError, ValueError) as error:
            _log.warning("an answer that is not one was dropped: %s", error)
            return
        self._deliver(answer)

    def _deliver(self, answer: Answer) -> None:
        if answer.kind == "grant":
            self._attempts.post(answer.attempt, Letter("grant"), answer.fence)
        elif answer.kind == "refuse":
            self._attempts.post(answer.attempt, Letter("refuse"), answer.fence)
            self._results.acknowledge(answer.attempt, answer.fence)
        elif answer.kind == "cancel":
            grace = answer.body.get("grace_s")
            known = float(grace) if isinstance(grace, int | float) else None
            self._attempts.post(answer.attempt, Letter("cancel", known), answer.fence)
        elif answer.attempt:
            self._results.acknowledge(answer.attempt, answer.fence)
        else:
            self._heard(answer)

    def _heard(self, answer: Answer) -> None:
        """An acknowledged heartbeat, with what is not ours any more."""
        self.heard_at = time.monotonic()
        lost = answer.body.get("kill", [])
        for attempt in lost if isinstance(lost, list) else []:
            self._attempts.post(str(attempt), Letter("refuse"))
