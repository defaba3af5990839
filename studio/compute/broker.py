"""Sending work orders and answers through the broker: by name, as JSON, without waiting.

A message only wakes somebody up; the database decides. So nothing is retried here for
long: a broker that does not take the message is an error the caller's outbox knows.
"""

import os
import threading
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from celery import Celery
from kombu import Connection, Exchange, Producer, Queue
from kombu.exceptions import OperationalError

from studio.engine.messages import Answer, WorkOrder

EXECUTE = "studio.execute"
ANSWER = "studio.answer"
_ANONYMOUS = Exchange("")
"""The broker's default exchange: the routing key is the queue's name."""


_T = TypeVar("_T")


class BrokerUnavailable(Exception):
    """The broker did not take the message."""


class Publisher:
    """One kept connection; any thread may publish.

    A lock around it costs less than a pool: a publication is one small write.
    """

    def __init__(self, broker_url: str) -> None:
        self._url = broker_url
        self._lock = threading.Lock()
        self._producer: Producer | None = None
        self._away = (OperationalError, OSError, *Connection(broker_url).connection_errors)
        self._declared: set[str] = set()
        # Only for its message format; it is never started and opens no connection.
        self._celery = Celery(broker=broker_url, set_as_current=False)

    def order(self, order: WorkOrder, queue: str) -> None:
        """Raises BrokerUnavailable."""
        message = self._celery.amqp.as_task_v2(
            str(uuid.uuid4()),
            EXECUTE,
            args=(order.to_json(),),
            argsrepr="",  # orders would otherwise be printed in full into each header
            kwargsrepr="",
            ignore_result=True,
        )
        self._publish(
            message.body, queue, headers=message.headers, durable=True, **message.properties
        )

    def answer(self, node: str, answer: Answer) -> None:
        """To the inbox of one node. Raises BrokerUnavailable."""
        self._publish(answer.to_json(), f"node.{node}", headers={"task": ANSWER}, durable=False)

    def close(self) -> None:
        with self._lock:
            self._disconnect()

    def depth(self, queue: str) -> int:
        """Messages that wait in a queue. Raises BrokerUnavailable."""

        def ask(producer: Producer) -> int:
            try:
                return int(producer.channel.queue_declare(queue, passive=True).message_count)
            except producer.connection.channel_errors:
                return 0  # there is no such queue yet

        return self._with_producer(ask)

    def _publish(
        self,
        body: object,
        queue: str,
        *,
        headers: dict[str, object],
        durable: bool,
        **properties: object,
    ) -> None:
        target = Queue(
            queue, exchange=_ANONYMOUS, routing_key=queue, durable=durable, auto_delete=not durable
        )

        def send(producer: Producer) -> None:
            if queue not in self._declared:
                target(producer.channel).declare()
                self._declared.add(queue)
            producer.publish(
                body,
                exchange="",
                routing_key=queue,
                serializer="json",
                headers=headers,
                **properties,
            )

        self._with_producer(send)

    def _with_producer(self, use: Callable[[Producer], _T]) -> _T:
        """A connection may have died while it was idle: then one fresh one is tried."""
        with self._lock:
            try:
                return use(self._connected())
            except self._away:
                self._disconnect()
            try:
                return use(self._connected())
            except self._away as error:
                self._disconnect()
                raise BrokerUnavailable(str(error)) from error

    def _connected(self) -> Producer:
        if self._producer is None:
            connection = Connection(
                self._url, connect_timeout=2, transport_options={"socket_connect_timeout": 2}
            )
            self._producer = Producer(connection, auto_declare=False)
            _keep_one_client(self._producer.channel)
        return self._producer

    def _disconnect(self) -> None:
        if self._producer is not None:
            self._producer.connection.release()
            self._producer = None
            self._declared.clear()


def _keep_one_client(channel: Any) -> None:
    """On Redis kombu makes a client for each message, which takes longer than sending it."""
    if hasattr(channel, "_create_client"):
        client = channel._create_client()
        channel._create_client = lambda asynchronous=False: client


_publishers: dict[tuple[int, str], Publisher] = {}
_publishers_lock = threading.Lock()


def _publisher() -> Publisher:
    """One a process and broker; a forked child gets its own connection."""
    key = (os.getpid(), os.environ["BROKER_URL"])
    with _publishers_lock:
        if key not in _publishers:
            _publishers[key] = Publisher(key[1])
        return _publishers[key]


def publish_order(order: WorkOrder, queue: str) -> None:
    """Wakes a node that serves `queue`, e.g. "target.local". Raises BrokerUnavailable."""
    _publisher().order(order, queue)


def queue_depth(queue: str) -> int:
    """How many messages wait there. Raises BrokerUnavailable."""
    return _publisher().depth(queue)


def publish_answer(node: str, answer: Answer) -> None:
    """Answers one node's report. Raises BrokerUnavailable."""
    _publisher().answer(node, answer)
