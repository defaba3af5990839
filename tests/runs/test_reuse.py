"""A submitted pipeline reuses what earlier runs left, and every step says why."""

import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from studio.data.store import Datastore, open_store
from studio.engine.parts import Part, PartKind
from studio.runs import environments
from studio.runs.models import Input, Output, Run, StepRun
from studio.runs.services import Submission, prepare_run, store_run
from studio.workspaces import blobs
from studio.workspaces.models import Workspace
from studio.workspaces.queries import default_spec
from tests.drawing import Drawing
from tests.runs.fakes import Broker, Maker

Start = Callable[..., Run]


def chain(first: str = "print(1)", last: str = "print(3)", **settings: Any) -> Drawing:
    """Three steps that hand data on, all of which may be reused."""
    settings = {"allow_reuse": True, **settings}
    drawing = Drawing().script("a", first, outputs=["x"], **settings)
    drawing.script("b", "print(2)", inputs={"x": ("a", "x")}, outputs=["y"], **settings)
    return drawing.script("c", last, inputs={"y": ("b", "y")}, outputs=["z"], **settings)


def states(run: Run) -> dict[str, str]:
    return dict(run.steps.values_list("node_id", "state"))


def codes(run: Run) -> dict[str, str]:
    return {step.node_id: step.why["code"] for step in run.steps.all()}


@pytest.fixture
def store(workspace: Workspace) -> Datastore:
    return open_store(default_spec(workspace))


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
        assert step.inputs.count() == source.inputs.count()


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


def test_the_same_bytes_made_again_upstream_change_nothing_below(
    start: Start, maker: Maker
) -> None:
    maker.makes["a"] = lambda: b"same"
    start(chain())
    maker.work()
    run = start(chain(first="print('other words, same bytes')"))
    assert codes(run) == {"a": "changed", "b": "upstream_runs", "c": "upstream_runs"}
    assert maker.work() == ["a"]
    run.refresh_from_db()
    assert (run.state, states(run)) == (
        "Completed", {"a": "Completed", "b": "Reused", "c": "Reused"},
    )  # fmt: skip
    assert codes(run) == {"a": "changed", "b": "reused", "c": "reused"}
    assert run.steps.get(node_id="c").fingerprint


def test_other_bytes_upstream_make_what_follows_run(start: Start, maker: Maker) -> None:
    start(chain())
    maker.work()
    run = start(chain(first="print('other')"))
    assert maker.work() == ["a", "b", "c"]
    assert codes(run) == {"a": "changed", "b": "upstream_changed", "c": "upstream_changed"}
    [difference] = run.steps.get(node_id="b").why["differences"]
    assert (difference["component"], difference["name"]) == ("input", "x")
    assert difference["before"] != difference["after"]


def test_two_runs_that_alternate_are_each_reused(start: Start, maker: Maker) -> None:
    for first in ("print(1)", "print('other')"):
        start(chain(first=first))
        maker.work()
    run = start(chain())
    assert states(run) == dict.fromkeys("abc", "Reused")
    assert run.steps.get(node_id="a").why["source"]["run_number"] == 1


def one(*arguments: Any, extra: dict[str, str] | None = None, **settings: Any) -> Drawing:
    """One step with a parameter, and files beside its script."""
    drawing = Drawing().parameter("lr", "float", 0.1).parameter("other", "int", 1)
    given = list(arguments) or ["--lr", {"$parameter": "lr"}]
    drawing.script("a", "print(1)", given, outputs=["x"], **{"allow_reuse": True, **settings})
    for name, text in (extra or {"helper.py": "# 1"}).items():
        drawing.add_file("a", name, text)
    return drawing


Again = Callable[[pytest.MonkeyPatch], tuple[Drawing, dict[str, Any]]]


def other_environment(monkeypatch: pytest.MonkeyPatch) -> tuple[Drawing, dict[str, Any]]:
    monkeypatch.setattr(environments, "_digest", lambda folders: "another")
    return one(), {}


TABLE: dict[str, tuple[Again, str, list[str]]] = {
    "nothing": (lambda _: (one(), {}), "reused", []),
    "a comment in a file that does not count": (
        lambda _: (one(extra={"helper.py": "# 2"}), {}), "reused", ["helper.py"],
    ),
    "the compute target named": (lambda _: (one(compute_target=""), {}), "reused", []),
    "a time limit": (lambda _: (one(timeout_seconds=60.0), {}), "reused", []),
    "a default given as it is": (
        lambda _: (one(), {"parameters": {"lr": 0.1}}), "reused", [],
    ),
    "a parameter of no concern": (
        lambda _: (one(), {"parameters": {"other": 2}}), "reused", [],
    ),
    "another experiment": (lambda _: (one(), {"experiment": "else"}), "reused", []),
    "a parameter": (lambda _: (one(), {"parameters": {"lr": 0.2}}), "changed", []),
    "an argument": (lambda _: (one("--lr", {"$parameter": "lr"}, "-v"), {}), "changed", []),
    "a hash path": (lambda _: (one(hash_paths=["helper.py"]), {}), "changed", []),
    "the scope": (lambda _: (one(reuse_scope="source_directory"), {}), "changed", []),
    "the environment": (other_environment, "changed", []),
    "reuse switched off": (lambda _: (one(allow_reuse=False), {}), "disabled", []),
    "outputs regenerated": (lambda _: (one(), {"regenerate_outputs": True}), "forced", []),
}  # fmt: skip


@pytest.mark.parametrize("change", TABLE)
def test_what_a_change_does(
    change: str, start: Start, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(one())
    maker.work()
    again, expected, unseen = TABLE[change]
    drawing, asked = again(monkeypatch)
    run = start(drawing, **asked)
    step = run.steps.get()
    assert (step.why["code"], step.state) == (
        expected, "Reused" if expected == "reused" else "Queued",
    )  # fmt: skip
    assert [name for w in step.why["warnings"] for name in w["files"]] == unseen
    assert bool(step.why["differences"]) == (expected == "changed")


def data_step(mode: str = "mount") -> Drawing:
    drawing = Drawing().data("raw", "in/raw.csv", mode=mode)
    return drawing.script("a", "", inputs={"d": ("raw", "data")}, outputs=["x"], allow_reuse=True)


def test_changed_data_under_the_same_path_is_seen(
    start: Start, maker: Maker, store: Datastore
) -> None:
    store.write("in/raw.csv", b"1,2")
    first = start(data_step())
    assert codes(first) == {"raw": "no_work", "a": "first_time"}
    maker.work()
    assert states(start(data_step()))["a"] == "Reused"
    store.write("in/raw.csv", b"1,3", overwrite=True)
    run = start(data_step())
    why = run.steps.get(node_id="a").why
    assert (why["code"], why["differences"][0]["component"]) == ("changed", "input")
    [given] = Input.objects.filter(step_run__run=run)
    assert (given.path, given.output, given.digest != "") == ("in/raw.csv", None, True)


def test_a_file_added_to_a_folder_that_is_read_is_seen(
    start: Start, maker: Maker, store: Datastore
) -> None:
    store.write("in/raw.csv/1.csv", b"1")
    start(data_step())
    maker.makes["a"] = lambda: b"x"
    maker.work()
    assert states(start(data_step()))["a"] == "Reused"
    store.write("in/raw.csv/2.csv", b"2")
    assert codes(start(data_step()))["a"] == "changed"


def delete(store: Datastore, output: Output) -> None:
    store.delete(output.path)


def alter(store: Datastore, output: Output) -> None:
    """As many bytes, but others."""
    store.write(output.path, b"y" * output.size, overwrite=True)


def truncate(store: Datastore, output: Output) -> None:
    store.write(output.path, b"", overwrite=True)


@pytest.mark.parametrize("harm", [delete, alter, truncate])
def test_a_result_that_was_harmed_is_a_miss(
    harm: Callable[[Datastore, Output], None], start: Start, maker: Maker, store: Datastore
) -> None:
    first = start(chain())
    maker.work()
    harm(store, Output.objects.get(step_run__run=first, name="y"))
    run = start(chain())
    assert codes(run) == {"a": "reused", "b": "output_gone", "c": "upstream_runs"}
    assert maker.work() == ["b"], "what it makes again is what it was: c is reused"
    assert states(run) == {"a": "Reused", "b": "Completed", "c": "Reused"}


def test_bytes_that_were_only_touched_are_read_once_more_and_count(
    start: Start, maker: Maker, store: Datastore
) -> None:
    first = start(chain())
    maker.work()
    made = Output.objects.get(step_run__run=first, name="y")
    with store.open(made.path) as stream:
        content = stream.read()
    store.write(made.path, content, overwrite=True)
    assert states(start(chain())) == dict.fromkeys("abc", "Reused")


def test_a_result_lost_after_it_was_looked_at_is_not_used(
    workspace: Workspace, start: Start, maker: Maker
) -> None:
    """Retention may come between the look and the transaction."""
    first = start(chain())
    maker.work()
    owner = workspace.memberships.get().user
    prepared = prepare_run(Submission(workspace, owner, chain().document, "test"))
    Output.objects.filter(step_run__run=first, name="x").update(removed_at=first.created_at)
    run = store_run(prepared).run
    assert (states(run)["a"], codes(run)["a"]) == ("Queued", "output_gone")
    assert maker.work() == ["a"]
    assert states(run) == {"a": "Completed", "b": "Reused", "c": "Reused"}


def test_a_failed_step_is_no_result(start: Start, maker: Maker) -> None:
    start(one())
    order = maker.take()
    maker.claim(order)
    maker.finish(order, "Failed", "ExitCode")
    run = start(one())
    assert (states(run), codes(run)) == ({"a": "Queued"}, {"a": "first_time"})


def test_another_workspace_is_another_world(
    start: Start, maker: Maker, workspace: Workspace
) -> None:
    from studio.workspaces.services import create_workspace

    start(one())
    maker.work()
    owner = workspace.memberships.get().user
    other = create_workspace("other", owner)
    for content in one().files.values():
        blobs.put(other, io.BytesIO(content))
    run = store_run(prepare_run(Submission(other, owner, one().document, "test"))).run
    assert codes(run) == {"a": "first_time"}


def test_equal_steps_of_one_run_all_run_the_first_time(start: Start, maker: Maker) -> None:
    twins = Drawing().script("a", "", allow_reuse=True)
    twins.script("b", "", after=["a"], allow_reuse=True)
    run = start(twins)
    assert maker.work() == ["a", "b"]
    again = start(twins)
    assert states(again) == {"a": "Reused", "b": "Reused"}
    for step in again.steps.all():
        assert step.reused_from == run.steps.get(node_id=step.node_id), "each from its own"


PARTS: dict[str, tuple[Part, dict[str, str], list[str]]] = {
    "from b": (
        Part(PartKind.FROM, "b"), {"a": "pinned", "b": "forced", "c": "forced"}, ["b", "c"],
    ),
    "only b": (
        Part(PartKind.ONLY, "b"), {"a": "pinned", "b": "forced", "c": "left_out"}, ["b"],
    ),
    "up to b": (
        Part(PartKind.UP_TO, "b"), {"a": "reused", "b": "reused", "c": "left_out"}, [],
    ),
    "failed": (
        Part(PartKind.FAILED), dict.fromkeys("abc", "pinned"), [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_pipeline(name: str, start: Start, maker: Maker) -> None:
    base = start(chain())
    maker.work()
    part, expected, ran = PARTS[name]
    run = start(chain(), part=part, rerun_of=base)
    assert codes(run) == expected
    assert maker.work() == ran
    run.refresh_from_db()
    assert run.state == "Completed"
    left_out = run.steps.filter(why__code="left_out")
    assert all((s.state, s.reason) == ("Skipped", "LeftOut") for s in left_out)


def test_from_failed_runs_what_did_not_complete_although_reuse_is_off(
    start: Start, maker: Maker
) -> None:
    base = start(chain(allow_reuse=False))
    maker.claim(order := maker.take())
    maker.finish(order)
    maker.claim(order := maker.take())
    maker.finish(order, "Failed", "ExitCode")
    fixed = chain(allow_reuse=False, last="print('fixed')")
    run = start(fixed, part=Part(PartKind.FAILED), rerun_of=base)
    assert codes(run) == {"a": "pinned", "b": "disabled", "c": "disabled"}
    assert maker.work() == ["b", "c"]
    run.refresh_from_db()
    assert run.state == "Completed"


def test_a_pinned_result_that_is_gone_is_made_again(
    start: Start, maker: Maker, store: Datastore
) -> None:
    base = start(chain())
    maker.work()
    delete(store, Output.objects.get(step_run__run=base, name="x"))
    run = start(chain(), part=Part(PartKind.FROM, "b"), rerun_of=base)
    assert codes(run) == {"a": "output_gone", "b": "forced", "c": "forced"}
    assert maker.work() == ["a", "b", "c"]


def test_two_equal_steps_at_once_both_run_and_either_may_be_used(
    start: Start, maker: Maker
) -> None:
    """Both are handed out before either ends; both commit whole; the next run uses one of them."""
    first, second = start(one()), start(one())
    orders = [maker.take(), maker.take()]
    for order in orders:
        maker.claim(order)
    for order in orders:
        maker.finish(order)
    assert (states(first), states(second)) == ({"a": "Completed"}, {"a": "Completed"})
    third = start(one())
    assert third.steps.get().reused_from in (first.steps.get(), second.steps.get())
    assert Output.objects.filter(step_run__run=third).count() == 1


def test_equal_runs_submitted_at_the_same_time_are_each_reused_whole(
    workspace: Workspace, start: Start, maker: Maker, broker: Broker
) -> None:
    first = start(chain())
    maker.work()
    owner = workspace.memberships.get().user
    barrier = threading.Barrier(4)
    runs: list[Run] = []

    def again() -> None:
        prepared = prepare_run(Submission(workspace, owner, chain().document, "test"))
        barrier.wait(30)
        runs.append(store_run(prepared).run)
        connection.close()

    threads = [threading.Thread(target=again) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(runs) == 4
    for run in runs:
        assert states(run) == dict.fromkeys("abc", "Reused")
        assert {step.reused_from.run for step in run.steps.all() if step.reused_from} == {first}
        assert Output.objects.filter(step_run__run=run).count() == 3
