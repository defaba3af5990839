"""Nodes that fall silent: who is given up, when, and what becomes of the step."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from studio.engine.messages import Answer
from studio.runs.models import Attempt, Run
from studio.runs.services import cancel_run, sweep
from studio.runs.sweep import JumpDetector
from tests.drawing import Drawing
from tests.runs.fakes import Node

Start = Callable[..., Run]


def pair() -> Drawing:
    return Drawing().script("a", "").script("b", "", after=["a"])


def after(seconds: float) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)


SILENT = settings.TIMING.not_responding + 1
LOST = settings.TIMING.lease + 1


def state() -> str:
    return Attempt.objects.get().state


def test_a_silent_node_is_seen_and_forgiven_when_it_speaks_again(start: Start, node: Node) -> None:
    start(pair())
    order = node.take()
    node.claim(order)
    sweep(after(SILENT))
    assert state() == "NotResponding"
    assert node.beat(order) == []
    assert state() == "Running"


def test_a_node_that_beats_keeps_its_lease(start: Start, node: Node) -> None:
    start(pair())
    order = node.take()
    node.claim(order)
    Attempt.objects.update(lease_until=after(1))
    node.beat(order)
    sweep(after(2))
    assert state() == "Running"


def test_a_lost_node_fails_its_step_and_what_follows_is_skipped(start: Start, node: Node) -> None:
    run = start(pair())
    order = node.take()
    node.claim(order)
    sweep(after(LOST))
    run.refresh_from_db()
    assert (run.state, run.reason) == ("Failed", "WorkerLost")
    assert dict(run.steps.values_list("node_id", "state")) == {"a": "Failed", "b": "Skipped"}


def test_the_result_of_a_lost_node_comes_too_late_and_is_noted(start: Start, node: Node) -> None:
    run = start(pair())
    order = node.take()
    node.claim(order)
    sweep(after(LOST))
    assert node.beat(order) == [order.attempt]
    assert node.finish(order) == "refuse"
    assert run.events.values_list("kind", flat=True).last() == "ReportRefused"
    assert state() == "Failed"


def test_a_claim_that_never_opened_its_gate_is_queued_again(start: Start, node: Node) -> None:
    start(pair())
    order = node.take()
    node.claim(order, ready=False)
    sweep(after(LOST))
    assert node.start(order) == "refuse"
    assert node.work() == ["a", "b"]


def test_a_canceled_step_whose_node_is_lost_is_canceled(start: Start, node: Node) -> None:
    run = start(pair())
    node.claim(node.take())
    assert run.created_by
    cancel_run(run.pk, run.created_by)
    sweep(after(LOST))
    run.refresh_from_db()
    assert (run.state, state()) == ("Canceled", "Canceled")


def test_a_heartbeat_repeats_a_cancel_whose_answer_was_lost(start: Start, node: Node) -> None:
    run = start(pair())
    order = node.take()
    node.claim(order)
    node.broker.away = True
    assert run.created_by
    cancel_run(run.pk, run.created_by)
    node.broker.away = False
    assert node.beat(order) == []
    assert node.broker.answers == [("node-1", Answer("cancel", order.attempt, order.fence))]


def test_a_heartbeat_for_what_is_not_the_nodes_is_told_to_kill_it(start: Start, node: Node) -> None:
    start(pair())
    order = node.take()
    node.claim(order)
    other = Node("other", node.broker)
    assert other.beat(order) == [order.attempt]
    assert node.beat(order, extra={"not-even-an-id": 1}) == ["not-even-an-id"]


def test_a_node_that_started_again_has_lost_what_it_ran(start: Start, node: Node) -> None:
    run = start(pair())
    node.claim(node.take(), token="1.a")
    assert node.beat(life="2") == []
    run.refresh_from_db()
    assert (run.state, run.reason) == ("Failed", "WorkerLost")


def test_what_it_had_not_started_is_queued_again(start: Start, node: Node) -> None:
    start(pair())
    order = node.take()
    node.claim(order, ready=False, token="1.a")
    node.beat(life="2")
    again = node.broker.orders[-1]
    assert (again.attempt, again.fence, state()) == (order.attempt, 2, "Queued")


def test_a_result_it_still_has_to_tell_is_not_lost(start: Start, node: Node) -> None:
    start(pair())
    order = node.take()
    node.claim(order, token="1.a")
    assert node.beat(order, life="2") == []
    assert node.finish(order) == "ack"


@pytest.mark.parametrize("life", ["1", "2", ""], ids=["late", "the same", "unknown"])
def test_no_other_life_is_taken_for_a_later_one(life: str, start: Start, node: Node) -> None:
    start(pair())
    node.claim(node.take(), token="2.a")
    node.beat(life=life)
    assert state() == "Running"


@pytest.mark.parametrize(
    ("clocks", "judged"),
    [
        # (wall, monotonic) at each sweep, in seconds; patience 15, a pause of 45 is too long
        ([(0, 0), (5, 5), (10, 10), (15, 15)], [False, False, False, True]),
        ([(0, 0), (15, 15), (20, 20), (86420, 25)], [False, True, True, False]),
        ([(0, 0), (15, 15), (-3580, 20)], [False, True, False]),
        ([(0, 0), (15, 15), (75, 75), (80, 80), (90, 90)], [False, True, False, False, True]),
        ([(0, 0), (50, 50), (100, 100), (150, 150)], [False, True, False, True]),
    ],
    ids=["just started", "clock jumped ahead", "clock jumped back", "nobody swept for a minute",
         "too busy to sweep in time"],
)  # fmt: skip
def test_leases_are_judged_only_while_time_goes_evenly(
    clocks: list[tuple[float, float]], judged: list[bool]
) -> None:
    detector = JumpDetector(patience_s=15, gap_s=45)
    assert [detector.may_judge(*pair) for pair in clocks] == judged
