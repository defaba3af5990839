"""What the sweeper repairs: lost messages, an absent broker, rows nobody can handle."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from studio.runs.graphs import graph_of
from studio.runs.models import Attempt, Run, StepRun
from studio.runs.services import sweep
from tests.drawing import Drawing
from tests.runs.fakes import Node

Start = Callable[..., Run]


def one() -> Drawing:
    return Drawing().script("a", "")


def later() -> None:
    """A sweep when orders are overdue."""
    sweep(timezone.now() + timedelta(seconds=settings.TIMING.sweep + 1), judge_leases=False)


def test_a_run_submitted_while_the_broker_is_away_starts_when_it_is_back(
    start: Start, node: Node
) -> None:
    node.broker.away = True
    run = start(one())
    later()
    node.broker.away = False
    later()
    assert node.work() == ["a"]
    run.refresh_from_db()
    assert run.state == "Completed"


def test_orders_of_an_emptied_broker_are_sent_again_and_run_once(start: Start, node: Node) -> None:
    runs = [start(one()) for _ in range(20)]
    node.broker.empty()
    later()
    later()
    assert len(node.work()) == 20
    assert set(Run.objects.values_list("state", flat=True)) == {"Completed"}
    assert Attempt.objects.count() == len(runs)


def test_orders_that_only_wait_are_not_sent_again(start: Start, node: Node) -> None:
    start(one())
    later()
    later()
    assert len(node.broker.orders) == 1


def test_a_claimed_order_is_never_sent_again(start: Start, node: Node) -> None:
    start(one())
    node.claim(node.take())
    later()
    assert not node.broker.orders


def test_one_row_that_cannot_be_handled_is_closed_and_stops_no_other(
    start: Start, node: Node
) -> None:
    bad, *good = [start(one()) for _ in range(5)]
    StepRun.objects.filter(run=bad).update(work={"inputs": "nonsense"})
    node.broker.empty()
    later()
    bad.refresh_from_db()
    assert (bad.state, bad.reason) == ("Failed", "Internal")
    assert len(node.work()) == len(good)


def test_a_run_that_cannot_even_be_planned_is_closed(start: Start, node: Node) -> None:
    run = start(one())
    Attempt.objects.all().delete()
    Run.objects.update(document={"schema": 99})
    graph_of.cache_clear()
    later()
    run.refresh_from_db()
    assert (run.state, run.reason) == ("Failed", "Internal")
    assert set(run.steps.values_list("state", flat=True)) == {"Failed"}
    told = {e.step_run_id: e.data["state"] for e in run.events.all() if e.step_run_id}
    assert told == dict(run.steps.values_list("pk", "state"))


def test_a_run_nobody_planned_goes_on(start: Start, node: Node) -> None:
    start(one())
    node.broker.empty()
    Attempt.objects.all().delete()
    StepRun.objects.update(state="NotStarted")
    later()
    assert node.work() == ["a"]


def test_a_datastore_that_went_fails_the_step_with_its_name(start: Start, node: Node) -> None:
    run = start(Drawing().script("a", "", outputs=["x"]).script("b", "", inputs={"x": ("a", "x")}))
    order = node.take()
    node.claim(order)
    run.workspace.datastores.filter(is_default=True).update(name="elsewhere")
    node.finish(order)
    step = run.steps.get(node_id="b")
    assert (step.state, step.reason) == ("Failed", "DatastoreUnavailable")
    assert "workspaceblobstore" in step.reason_detail["message"]
