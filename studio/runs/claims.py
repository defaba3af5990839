"""Claims: a node makes an attempt its own, by asking for it or by being handed one.

Handing over: the answer to a finished report carries the node's next order. The slot is free and
the node listens, so the way through the queue and a claim of its own are saved. Nobody is
overtaken, what has waited longest goes first. The order of an attempt that had waited may still
lie in the broker; whoever takes it there is refused, as with any doubled message.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from studio.engine.messages import WorkOrder


@dataclass
class Taker:
    """A free slot of a node: the queue it serves, and the token that its claim carries."""

    node: str
    queue: str
    token: str
    order: WorkOrder | None = None
    """What it was given."""


@dataclass
class Takers:
    """The free slots one transaction may hand attempts to, in the order they became free."""

    waiting: list[Taker] = field(default_factory=list)

    def queues(self) -> dict[str, int]:
        """How many slots are free for each queue."""
        free: dict[str, int] = {}
        for taker in self.waiting:
            free[taker.queue] = free.get(taker.queue, 0) + 1
        return free

    def first(self, queue: str) -> Taker | None:
        """Who has waited longest for work of this queue."""
        return next((taker for taker in self.waiting if taker.queue == queue), None)

    def give(self, taker: Taker, order: WorkOrder) -> None:
        taker.order = order
        self.waiting.remove(taker)


def claimed_by(node: str, token: str, now: datetime, *, runs: bool) -> dict[str, object]:
    """The fields of an attempt that a node claims at `now`; `runs`: its gate may open at once."""
    started = {"started_at": now} if runs else {}
    return {
        "node": node, "claim_token": token, "claimed_at": now, "lease_until": lease_from(now),
        **started,
    }  # fmt: skip


def lease_from(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.TIMING.lease)
