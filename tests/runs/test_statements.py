"""Statements written once say what Django's would: same rows, same values, same instances."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from studio.runs.models import Attempt, Event, Run, StepRun
from studio.runs.statements import Rows, all_but, given, insert, update, update_each
from tests.drawing import Drawing

Start = Callable[..., Run]


@pytest.fixture
def run(start: Start) -> Run:
    return start(Drawing().script("a", "").script("b", "", after=["a"]))


def step_of(run: Run, node: str) -> StepRun:
    return run.steps.get(node_id=node)


def test_an_update_changes_what_it_names_where_every_condition_holds(run: Run) -> None:
    now = timezone.now()
    step = step_of(run, "a")
    changes = {"state": "Failed", "reason_detail": {"ü": [1, None]}, "ended_at": now}
    assert update(StepRun, {"pk": step.pk, "state": ["Queued", "Running"]}, changes) == 1
    step.refresh_from_db()
    assert (step.state, step.reason_detail, step.ended_at) == ("Failed", {"ü": [1, None]}, now)
    assert update(StepRun, {"pk": step.pk, "state": ["Queued", "Running"]}, changes) == 0
    assert step_of(run, "b").state == "NotStarted"


def test_rows_are_added_however_many_they_are(run: Run) -> None:
    first = run.next_seq
    rows: list[dict[str, Any]] = [
        {"run": run.pk, "seq": first + n, "at": timezone.now(), "kind": "k", "step_run": None,
         "data": {"n": n}}
        for n in range(400)
    ]  # fmt: skip
    insert(Event, rows)
    insert(Event, [])
    added = Event.objects.filter(run=run, kind="k")
    assert [event.data["n"] for event in added] == list(range(400))


def test_instances_are_those_django_makes(run: Run) -> None:
    rows = Rows(
        Attempt, {"": all_but(Attempt), "step_run": all_but(StepRun), "step_run__run": ("state",)}
    )
    attempt = Attempt.objects.get()
    (found,) = rows.fetch("WHERE t0.id = %s", [given(Attempt, "pk", attempt.pk)])
    for ours, theirs in ((found, attempt), (found.step_run, attempt.step_run)):
        for field in theirs._meta.concrete_fields:
            assert getattr(ours, field.attname) == getattr(theirs, field.attname), field
    assert found.step_run.run == run


def test_what_was_not_read_is_read_when_it_is_needed(run: Run) -> None:
    (found,) = Rows(StepRun, {"": ("state",)}).fetch("WHERE t0.node_id = %s", ["a"])
    assert found.get_deferred_fields() >= {"name", "work"}
    assert found.name == "a"


def test_a_column_that_is_not_there_is_noticed_at_once() -> None:
    with pytest.raises(AssertionError):
        all_but(Run, "colour")


def test_nothing_is_found_where_nothing_is(run: Run) -> None:
    nobody = given(Attempt, "pk", uuid.uuid4())
    assert list(Rows(Attempt, {"": ()}).fetch("WHERE t0.id = %s", [nobody])) == []


def test_each_row_can_get_values_of_its_own(run: Run) -> None:
    steps = {node: step_of(run, node) for node in "ab"}
    update_each(StepRun, {step.pk: {"name": f"step {node}"} for node, step in steps.items()})
    update_each(StepRun, {})
    assert dict(run.steps.values_list("node_id", "name")) == {"a": "step a", "b": "step b"}
