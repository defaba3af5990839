"""A submitted pipeline reuses what earlier runs left, and every step says why."""

from collections.abc import Callable
from typing import Any

from studio.runs.models import Run, StepRun
from tests.drawing import Drawing
from tests.runs.fakes import Maker

Start = Callable[..., Run]


def chain(last: str = "print(3)", **settings: Any) -> Drawing:
    """Three steps that hand data on, all of which may be reused."""
    settings = {"allow_reuse": True, **settings}
    drawing = Drawing().script("a", "print(1)", outputs=["x"], **settings)
    drawing.script("b", "print(2)", inputs={"x": ("a", "x")}, outputs=["y"], **settings)
    return drawing.script("c", last, inputs={"y": ("b", "y")}, outputs=["z"], **settings)


def states(run: Run) -> dict[str, str]:
    return dict(run.steps.values_list("node_id", "state"))


def codes(run: Run) -> dict[str, str]:
    return {step.node_id: step.why["code"] for step in run.steps.all()}


def test_a_pipeline_submitted_again_is_reused_to_its_end(start: Start, maker: Maker) -> None:
    first = start(chain())
    assert codes(first) == dict.fromkeys("abc", "first_time")
    maker.work()
    again = start(chain())
    again.refresh_from_db()
    assert again.state == "Completed"
    assert states(again) == dict.fromkeys("abc", "Reused")
    assert codes(again) == dict.fromkeys("abc", "reused")
    assert maker.work() == []
    for step in again.steps.all():
        source = first.steps.get(node_id=step.node_id)
        assert step.reused_from == source
        assert step.why["source"]["run_number"] == first.number
        assert step.fingerprint == StepRun.objects.get(pk=source.pk).fingerprint != ""
        assert list(step.outputs.values_list("path")) == list(source.outputs.values_list("path"))


def test_only_what_changed_runs(start: Start, maker: Maker) -> None:
    start(chain())
    maker.work()
    run = start(chain(last="print(4)"))
    assert states(run) == {"a": "Reused", "b": "Reused", "c": "Queued"}
    why = run.steps.get(node_id="c").why
    assert why["code"] == "changed"
    [difference] = why["differences"]
    assert difference["component"] == "script"
    assert (difference["name"], difference["added"], difference["removed"]) == ("main.py", 1, 1)
