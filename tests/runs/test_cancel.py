"""Canceling at every moment of a step's life."""

from collections.abc import Callable

import pytest

from studio.runs.errors import AlreadyEnded
from studio.runs.models import Run
from studio.runs.services import cancel_run
from tests.drawing import Drawing
from tests.runs.fakes import Node

Start = Callable[..., Run]


def pair() -> Drawing:
    return Drawing().script("a", "").script("b", "", after=["a"])


def cancel(run: Run) -> None:
    assert run.created_by
    cancel_run(run.pk, run.created_by)
    run.refresh_from_db()


def states(run: Run) -> dict[str, str]:
    return dict(run.steps.values_list("node_id", "state"))


def test_what_only_waits_is_canceled_at_once(start: Start, node: Node) -> None:
    run = start(pair())
    cancel(run)
    assert run.state == "Canceled"
    assert states(run) == {"a": "Canceled", "b": "Canceled"}
    assert run.reason == "UserCanceled"


def test_what_runs_is_killed_by_its_node(start: Start, node: Node) -> None:
    run = start(pair())
    order = node.take()
    node.claim(order)
    cancel(run)
    assert run.state == "Running"
    assert [(n, a.kind) for n, a in node.broker.answers] == [("node-1", "cancel")]
    node.finish(order, "Canceled", "UserCanceled")
    run.refresh_from_db()
    assert run.state == "Canceled"


def test_a_step_that_ends_first_stays_completed_and_nothing_more_starts(
    start: Start, node: Node
) -> None:
    run = start(pair())
    order = node.take()
    node.claim(order)
    cancel(run)
    node.finish(order)
    run.refresh_from_db()
    assert states(run) == {"a": "Completed", "b": "Canceled"}
    assert run.state == "Canceled"


def test_a_cancel_that_comes_after_the_last_step_changes_nothing(start: Start, node: Node) -> None:
    run = start(Drawing().script("a", ""))
    order = node.take()
    node.claim(order)
    cancel(run)
    node.finish(order)
    run.refresh_from_db()
    assert run.state == "Completed"


def test_a_prepared_step_is_not_started_after_a_cancel(start: Start, node: Node) -> None:
    run = start(pair())
    order = node.take()
    node.claim(order, ready=False)
    cancel(run)
    assert node.start(order) == "refuse"
    node.report("returned", order)
    run.refresh_from_db()
    assert run.state == "Canceled"
    assert not node.broker.orders


def test_asking_twice_is_asking_once(start: Start, node: Node) -> None:
    run = start(pair())
    cancel(run)
    events = run.events.count()
    cancel(run)
    assert run.events.count() == events


def test_a_run_that_is_over_cannot_be_canceled(start: Start, node: Node) -> None:
    run = start(pair())
    node.work()
    with pytest.raises(AlreadyEnded):
        cancel(run)
