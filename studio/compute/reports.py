"""The way of reports: sent by nodes, taken by control in batches, as JSON and nothing around it.

No message is acknowledged: the database is the truth, and what matters in a report is sent again
until it is answered.
"""

import json
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from kombu import Connection, Consumer, Message, Queue
from kombu.exceptions import OperationalError

QUEUE = "reports"
LARGEST_BATCH = 64
_RECONNECT_S = 0.5
_LOOKS_UP_S = 1.0

_log = logging.getLogger(__name__)

Take = Callable[[Sequence[object]], None]
"""Gets the messages that have come, in their order, not yet checked."""


def reports_queue() -> Queue:
    return Queue(QUEUE, routing_key=QUEUE)


class Receiver(threading.Thread):
    """Hands over all reports that wait at once, so that a burst costs one transaction."""

    def __init__(self, broker_url: str, take: Take) -> None:
        super().__init__(name="reports", daemon=True)
        self._url = broker_url
        self._take = take
        self._closed = threading.Event()
        self._batch: list[object] = []

    def run(self) -> None:
        away = (OperationalError, OSError, *Connection(self._url).connection_errors)
        while not self._closed.is_set():
            try:
                self._consume()
            except away as error:
                _log.warning("no reports from the broker (%s); connecting again", error)
                self._closed.wait(_RECONNECT_S)

    def close(self) -> None:
        """What was taken is still worked on; it returns when that is done."""
        self._closed.set()
        self.join()

    def _consume(self) -> None:
        # one priority instead of four: looking whether more waits asks for each
        options = {"priority_steps": [0]}
        with Connection(self._url, connect_timeout=2, transport_options=options) as connection:
            channel = connection.channel()
            queue = reports_queue()(channel)
            with Consumer(channel, [queue], on_message=self._add, no_ack=True):
                while not self._closed.is_set():
                    with suppress(TimeoutError):
                        connection.drain_events(timeout=_LOOKS_UP_S)
                    self._add_waiting(queue)
                    self._hand_over()

    def _add_waiting(self, queue: Queue) -> None:
        while self._batch and len(self._batch) < LARGEST_BATCH:
            message = queue.get(no_ack=True)
            if message is None:
                return
            self._add(message)

    def _add(self, message: Message) -> None:
        try:
            self._batch.append(json.loads(message.body))
        except (ValueError, TypeError) as error:
            _log.warning("a message that is no report was dropped: %s", error)

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, []
        if batch:
            self._take(batch)
