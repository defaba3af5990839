"""Sending what was decided, after commit. The broker only wakes nodes up: a message that does not
get through costs time, never truth."""

import logging
from collections.abc import Iterable

from studio import compute
from studio.engine.messages import Answer, WorkOrder

log = logging.getLogger(__name__)

Outgoing = tuple[WorkOrder, str]
"""An order and the queue it goes to."""


def send(orders: Iterable[Outgoing] = (), answers: Iterable[tuple[str, Answer]] = ()) -> bool:
    """False when the broker is away: the sweeper sends orders again, heartbeats repeat answers."""
    try:
        for order, queue in orders:
            compute.publish_order(order, queue)
        for node, answer in answers:
            compute.publish_answer(node, answer)
    except compute.BrokerUnavailable as problem:
        log.warning("the broker is away, what it did not take is sent again: %s", problem)
        return False
    return True
