"""A run from submit to its end, told by what nodes report."""

from collections.abc import Callable

import pytest

from studio.engine.states import State
from studio.runs.models import Output, Run
from tests.drawing import Drawing
from tests.runs.fakes import Node

Start = Callable[..., Run]

CHAIN = ("prepare", "train", "score")


def chain() -> Drawing:
    drawing = Drawing().script("prepare", "", outputs=["data"])
    drawing.script("train", "", inputs={"data": ("prepare", "data")}, outputs=["model"])
    return drawing.script("score", "", inputs={"model": ("train", "model")})


def diamond() -> Drawing:
    drawing = Drawing().script("a", "").script("b", "", after=["a"]).script("c", "", after=["a"])
    return drawing.script("d", "", after=["b", "c"])


def states(run: Run) -> dict[str, str]:
    return dict(run.steps.values_list("node_id", "state"))


def test_a_chain_runs_to_its_end_in_order(start: Start, node: Node) -> None:
    run = start(chain())
    assert node.work() == list(CHAIN)
    run.refresh_from_db()
    assert run.state == State.COMPLETED
    assert states(run) == dict.fromkeys(CHAIN, "Completed")


def test_an_order_names_experiment_and_workspace_as_scripts_know_them(
    start: Start, node: Node
) -> None:
    run = start(chain())
    order = node.take()
    assert (order.experiment, order.workspace) == (run.experiment.name, run.workspace.name)


def test_what_a_step_left_is_where_the_next_one_reads(start: Start, node: Node) -> None:
    run = start(chain())
    first = node.take()
    node.claim(first)
    node.finish(first)
    second = node.take()
    made = Output.objects.get(step_run__run=run, name="data")
    assert [(given.name, given.path) for given in second.inputs] == [("data", made.path)]
    assert made.path == first.outputs[0].path


def test_independent_steps_are_handed_out_together_and_joined_once(
    start: Start, node: Node
) -> None:
    start(diamond())
    assert node.work() == ["a", "b", "c", "d"]


def test_a_failed_step_stops_what_runs_and_skips_the_rest(start: Start, node: Node) -> None:
    run = start(Drawing().script("a", "").script("b", "").script("c", "", after=["a"]))
    a, b = node.take(), node.take()
    node.claim(a)
    node.claim(b)
    node.finish(a, "Failed", "ExitCode", detail={"exit_code": 3})
    assert [(name, answer.kind, answer.attempt) for name, answer in node.broker.answers] == [
        ("node-1", "cancel", b.attempt)
    ]
    node.finish(b, "Canceled", "UserCanceled")
    run.refresh_from_db()
    assert (run.state, run.reason) == ("Failed", "ExitCode")
    assert states(run) == {"a": "Failed", "b": "Canceled", "c": "Skipped"}
    stopped = run.steps.get(node_id="b")
    assert (stopped.reason, run.steps.get(node_id="c").reason) == ("UpstreamFailed",) * 2


def test_with_continue_on_failure_only_dependants_are_skipped(start: Start, node: Node) -> None:
    drawing = Drawing().script("a", "").script("b", "").script("c", "", after=["a"])
    run = start(drawing.script("d", "", after=["b"]), continue_on_step_failure=True)
    a = node.take()
    node.claim(a)
    node.finish(a, "Failed", "ExitCode")
    assert node.work() == ["b", "d"]
    run.refresh_from_db()
    assert run.state == "Failed"
    assert states(run) == {"a": "Failed", "b": "Completed", "c": "Skipped", "d": "Completed"}


def test_a_completed_step_without_its_output_failed(start: Start, node: Node) -> None:
    run = start(chain())
    order = node.take()
    node.claim(order)
    node.finish(order, manifest=[])
    step = run.steps.get(node_id="prepare")
    assert (step.state, step.reason) == ("Failed", "OutputMissing")
    assert step.reason_detail == {"outputs": ["data"]}
    assert not Output.objects.exists()


def test_events_are_numbered_without_a_gap_and_add_up_to_the_rows(start: Start, node: Node) -> None:
    run = start(diamond())
    node.work()
    events = list(run.events.all())
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    told = {event.step_run_id: event.data["state"] for event in events if event.step_run_id}
    assert told == dict(run.steps.values_list("pk", "state"))
    run.refresh_from_db()
    assert [event.data["state"] for event in events if event.kind == "RunChanged"][-1] == run.state
    assert run.next_seq == len(events) + 1


def test_metrics_are_kept_once_however_often_they_are_told(start: Start, node: Node) -> None:
    run = start(Drawing().script("a", ""))
    order = node.take()
    node.claim(order)
    rows = [{"name": "loss", "kind": "scalar", "value": v, "at": 1.0} for v in (0.5, 0.25)]
    node.report("metrics", order, first=0, rows=rows)
    node.finish(order)
    node.report("metrics", order, first=0, rows=rows)
    node.report("metrics", order, first=2, rows=rows[:1])
    attempt = run.steps.get().attempts.get()
    assert [metric.value for metric in attempt.metrics.order_by("index")] == [0.5, 0.25, 0.5]


@pytest.mark.parametrize("ready", [True, False])
def test_a_step_may_be_prepared_before_or_after_its_claim(
    ready: bool, start: Start, node: Node
) -> None:
    run = start(Drawing().script("a", ""))
    order = node.take()
    assert node.claim(order, ready=ready) == "grant"
    if not ready:
        assert states(run) == {"a": "Starting"}
        assert node.start(order) == "grant"
    assert states(run) == {"a": "Running"}
    node.report("finalizing", order)
    assert states(run) == {"a": "Finalizing"}
    assert node.finish(order) == "ack"
    assert states(run) == {"a": "Completed"}
