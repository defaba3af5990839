"""Answers of control to this node, taken by a thread of their own: no slot may delay a cancel."""

import logging
import threading
import time
from contextlib import suppress

from kombu import Connection, Consumer, Exchange, Message, Queue
from kombu.exceptions import OperationalError

from studio.engine.messages import Answer, MessageError, WorkOrder
from studio.worker.attempts import Attempts, Letter
from studio.worker.handover import Handover
from studio.worker.reports import Reporter
from studio.worker.results import Results
from studio.worker.returned import Returned

_RECONNECT_S = 0.5
_log = logging.getLogger(__name__)


class Inbox(threading.Thread):
    def __init__(
        self,
        broker_url: str,
        reporter: Reporter,
        attempts: Attempts,
        results: Results,
        handover: Handover,
        returned: Returned,
    ) -> None:
        super().__init__(name="inbox", daemon=True)
        self._url = broker_url
        name = f"node.{reporter.node}"
        self._queue = Queue(
            name, exchange=Exchange(""), routing_key=name, durable=False, auto_delete=True
        )
        self._attempts = attempts
        self._results = results
        self._handover = handover
        self._returned = returned
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
            self._deliver(Answer.from_json(message.decode()))
        except (MessageError, ValueError) as error:
            _log.warning("an answer that is not one was dropped: %s", error)

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
        elif answer.kind == "told":
            self._attempts.reply(answer.attempt, answer.fence, answer.body)
        elif answer.attempt:
            self._go_on(answer)
            self._results.acknowledge(answer.attempt, answer.fence)
        else:
            self._heard(answer)

    def _go_on(self, answer: Answer) -> None:
        """The slot that ended the attempt goes on with what the answer brings; brought too late,
        it goes back, for somebody else to run."""
        given = answer.body.get("order")
        order = WorkOrder.from_json(given) if given else None
        if self._handover.answer(answer.attempt, order) or order is None:
            return
        if not self._attempts.knows(order.attempt, order.fence):
            self._returned.give(order.attempt, order.fence)

    def _heard(self, answer: Answer) -> None:
        """An acknowledged heartbeat, with what is not ours any more."""
        self.heard_at = time.monotonic()
        lost = answer.body.get("kill", [])
        for attempt in lost if isinstance(lost, list) else []:
            self._attempts.post(str(attempt), Letter("refuse"))
