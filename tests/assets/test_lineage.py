"""What made a thing and what came of it."""

import time
import uuid
from typing import Any

import pytest
from django.utils import timezone

from studio.assets.lineage import (
    MOST_NODES,
    Lineage,
    lineage_of_dataset,
    lineage_of_model,
    lineage_of_place,
    lineage_of_run,
)
from studio.assets.models import Use
from studio.assets.services import Author, register_dataset, register_model, unregister_dataset
from studio.assets.sources import from_attempt, output_source
from studio.data.store import Datastore
from studio.engine.states import State
from studio.runs.models import Artifact, Attempt, Experiment, Input, Output, Run, StepRun
from studio.runs.places import artifacts_prefix, log_path, output_path
from studio.workspaces.models import Workspace
from tests.assets.conftest import STORE, place
from tests.people import new_workspace

WHY = {"code": "first_time"}


class History:
    """Runs as they are once they have ended."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.experiment = Experiment.objects.create(workspace=workspace, name="e")

    def run(self) -> Run:
        number = Run.objects.filter(workspace=self.workspace).count() + 1
        return Run.objects.create(
            workspace=self.workspace, experiment=self.experiment, number=number, name="train all",
            document={}, created_at=timezone.now(), state=State.COMPLETED,
        )  # fmt: skip

    def step(self, run: Run, name: str, reads: tuple[Any, ...] = (), gives: str = "out") -> Output:
        """A completed step; `reads` are outputs or paths."""
        made = StepRun.objects.create(
            run=run, node_id=name, name=name, position=0, kind="PythonScriptStep", why=WHY,
            state=State.COMPLETED,
        )  # fmt: skip
        for position, given in enumerate(reads):
            output = given if isinstance(given, Output) else None
            path = output.path if output else given
            Input.objects.create(
                step_run=made, name=f"in{position}", datastore=STORE, path=path, output=output
            )
        path = output_path(made.pk, 1, gives)
        return Output.objects.create(
            step_run=made, name=gives, kind="file", datastore=STORE, path=path,
            manifest=[{"path": "", "size": 1, "sha256": "a" * 64}],
        )  # fmt: skip

    def artifact(self, step: StepRun, path: str) -> Attempt:
        now = timezone.now()
        attempt = Attempt.objects.create(
            step_run=step, queue="q", log_datastore=STORE, log_path=log_path(step.pk, 1),
            queued_at=now, sent_at=now, state=State.COMPLETED,
        )  # fmt: skip
        Artifact.objects.create(attempt=attempt, path=path, size=1, sha256="b" * 64)
        return attempt


@pytest.fixture
def history(workspace: Workspace) -> History:
    return History(workspace)


def drawn(found: Lineage) -> set[str]:
    """Edges by titles, and things that stand alone."""
    titles = {node.id: f"{node.type} {node.title}" for node in found.nodes}
    assert len(titles) == len(found.nodes)
    assert found.focus in titles
    edges = {f"{titles[source]} → {titles[target]}" for source, target in found.edges}
    ends = {end for edge in found.edges for end in edge}
    return edges | {title for key, title in titles.items() if key not in ends}


CHAIN = {
    "file raw.csv → step prepare",
    "step prepare → output out",
    "output out → step train",
    "step train → output model",
}


def chain(history: History) -> tuple[Run, Output, Output]:
    run = history.run()
    clean = history.step(run, "prepare", ("raw.csv",))
    return run, clean, history.step(run, "train", (clean,), gives="model")


def test_of_a_file_it_is_everything_that_came_of_it(history: History, workspace: Workspace) -> None:
    chain(history)
    assert drawn(lineage_of_place(workspace, place("raw.csv"))) == CHAIN


def test_of_an_output_it_goes_up_and_down(history: History, workspace: Workspace) -> None:
    _, clean, trained = chain(history)
    assert drawn(lineage_of_place(workspace, place(clean.path))) == CHAIN
    found = lineage_of_place(workspace, place(trained.path))
    assert drawn(found) == CHAIN
    focus = next(node for node in found.nodes if node.id == found.focus)
    assert focus.ref["output"] == "model"


def test_siblings_are_not_shown(history: History, workspace: Workspace) -> None:
    run, clean, trained = chain(history)
    history.step(run, "plot", (clean,), gives="png")
    assert drawn(lineage_of_place(workspace, place(trained.path))) == CHAIN


def test_a_file_inside_a_folder_is_part_of_what_was_made_and_read(
    history: History, workspace: Workspace
) -> None:
    run = history.run()
    parts = history.step(run, "split", ("data",), gives="parts")
    history.step(history.run(), "one", (f"{parts.path}/part-0.csv",))
    assert drawn(lineage_of_place(workspace, place("data/2024/x.csv"))) >= {
        "file x.csv → step split", "step split → output parts", "output parts → step one",
    }  # fmt: skip
    up = drawn(lineage_of_place(workspace, place(f"{parts.path}/part-0.csv")))
    assert {"step split → file part-0.csv", "file part-0.csv → step one"} <= up


def test_names_that_only_begin_alike_are_others(history: History, workspace: Workspace) -> None:
    history.step(history.run(), "other", ("data0/x.csv",))
    history.step(history.run(), "upper", ("DATA/x.csv",))
    assert drawn(lineage_of_place(workspace, place("data"))) == {"file data"}


def test_a_dataset_stands_between_its_files_and_its_readers(
    history: History, workspace: Workspace, author: Author
) -> None:
    iris = register_dataset(workspace, author, "iris", "tabular", [place("raw.csv")])
    made = history.step(history.run(), "train", ("raw.csv",), gives="model")
    Use.objects.create(step_run=made.step_run, dataset=iris)
    expected = {
        "file raw.csv → dataset iris", "dataset iris → step train", "step train → output model",
    }  # fmt: skip
    assert drawn(lineage_of_dataset(workspace, iris)) == expected
    assert drawn(lineage_of_place(workspace, place("raw.csv"))) == expected
    assert drawn(lineage_of_place(workspace, place(made.path))) == expected
    unregister_dataset(iris.dataset)
    found = lineage_of_place(workspace, place("raw.csv"))
    assert drawn(found) == expected
    assert [node.title for node in found.nodes if node.removed] == ["iris"]


def test_a_dataset_that_a_step_registered_comes_from_what_the_step_made(
    history: History, workspace: Workspace
) -> None:
    _, clean, _ = chain(history)
    maker = Author(None, clean.step_run)
    inside = register_dataset(workspace, maker, "clean", "file", [place(clean.path)])
    assert drawn(lineage_of_dataset(workspace, inside)) == {
        "file raw.csv → step prepare", "step prepare → output out", "output out → dataset clean",
    }  # fmt: skip
    outside = register_dataset(workspace, maker, "list", "file", [place("lists/a.txt")])
    assert "step prepare → dataset list" in drawn(lineage_of_dataset(workspace, outside))


def test_a_model_comes_from_its_step_and_goes_to_its_readers(
    history: History, workspace: Workspace, author: Author
) -> None:
    _run, _clean, trained = chain(history)
    declared = register_model(workspace, author, "m", output_source(trained, trained.step_run))
    assert drawn(lineage_of_model(workspace, declared)) == {*CHAIN, "output model → model m"}
    step = trained.step_run
    attempt = history.artifact(step, "outputs/model.pkl")
    source = from_attempt(attempt, step, "outputs/model.pkl")
    logged = register_model(workspace, Author(None, step), "logged", source)
    scoring = history.step(history.run(), "score", (), gives="scores")
    Use.objects.create(step_run=scoring.step_run, model=logged)
    assert drawn(lineage_of_model(workspace, logged)) == {
        "file raw.csv → step prepare", "step prepare → output out", "output out → step train",
        "step train → model logged", "model logged → step score", "step score → output scores",
    }  # fmt: skip
    file = place(artifacts_prefix(step.pk, 1) + "outputs/model.pkl")
    assert "file model.pkl → model logged" in drawn(lineage_of_place(workspace, file))


def test_a_run_is_one_thing_between_what_it_read_and_what_it_left(
    history: History, workspace: Workspace
) -> None:
    run, _clean, trained = chain(history)
    history.step(history.run(), "score", (trained,), gives="scores")
    assert drawn(lineage_of_run(workspace, run)) == {
        "file raw.csv → run train all", "run train all → output model",
        "output model → step score", "step score → output scores",
    }  # fmt: skip


def test_a_reused_result_leads_to_the_step_that_made_it(
    history: History, workspace: Workspace
) -> None:
    _, clean, _ = chain(history)
    again = history.step(history.run(), "prepare", ("raw.csv",))
    Output.objects.filter(pk=again.pk).update(path=clean.path)
    StepRun.objects.filter(pk=again.step_run_id).update(state=State.REUSED)
    found = lineage_of_place(workspace, place(clean.path))
    makers = {source for source, target in found.edges if target == found.focus}
    assert makers == {f"step:{clean.step_run_id}"}


def test_nothing_of_another_workspace_is_shown(history: History, workspace: Workspace) -> None:
    _, _, trained = chain(history)
    theirs = new_workspace("other", "otto")
    stranger = History(theirs)
    stranger.step(stranger.run(), "spy", ("raw.csv", trained))
    register_dataset(theirs, Author(None), "spied", "file", [place("raw.csv")])
    assert drawn(lineage_of_place(workspace, place("raw.csv"))) == CHAIN
    up = lineage_of_place(theirs, place(trained.path))
    assert {node.title for node in up.nodes} == {"model", "spy", "out"}


def test_a_removed_output_stays_and_says_so(history: History, workspace: Workspace) -> None:
    _, clean, _ = chain(history)
    Output.objects.filter(pk=clean.pk).update(removed_at=timezone.now())
    found = lineage_of_place(workspace, place("raw.csv"))
    assert [node.title for node in found.nodes if node.removed] == ["out"]


def test_a_place_nobody_knows_stands_alone(workspace: Workspace, store: Datastore) -> None:
    assert drawn(lineage_of_place(workspace, place("nobody.csv"))) == {"file nobody.csv"}
    alien = place(f"azureml/{uuid.uuid4()}/1/out")
    assert drawn(lineage_of_place(workspace, alien)) == {"file out"}


def test_a_run_of_hundreds_of_steps_is_shown_as_far_as_there_is_room(
    history: History, workspace: Workspace
) -> None:
    run = history.run()
    for number in range(600):
        history.step(run, f"s{number}", (f"in/{number}.csv",), gives="o")
    found = lineage_of_run(workspace, run)
    assert found.truncated
    assert 100 < len(found.nodes) <= MOST_NODES + 1


def test_ten_thousand_runs_are_answered_at_once_with_the_newest(
    history: History, workspace: Workspace, django_assert_max_num_queries: Any
) -> None:
    first = history.run()
    now = timezone.now()
    runs = [
        Run(workspace=workspace, experiment=history.experiment, number=number, document={},
            created_at=now, state=State.COMPLETED)
        for number in range(2, 10_002)
    ]  # fmt: skip
    Run.objects.bulk_create(runs, batch_size=2000)
    steps = [
        StepRun(run=run, node_id="a", name=f"s{run.number}", position=0, why=WHY, kind="PythonScriptStep",
                state=State.COMPLETED)
        for run in runs
    ]  # fmt: skip
    StepRun.objects.bulk_create(steps, batch_size=2000)
    Input.objects.bulk_create(
        [Input(step_run=s, name="in", datastore=STORE, path="data/raw.csv") for s in steps],
        batch_size=2000,
    )
    Output.objects.bulk_create(
        [Output(step_run=s, name="o", kind="file", datastore=STORE,
                path=output_path(s.pk, 1, "o")) for s in steps],
        batch_size=2000,
    )  # fmt: skip
    history.step(first, "lonely", ("else.csv",))
    began = time.perf_counter()
    with django_assert_max_num_queries(40):
        found = lineage_of_place(workspace, place("data/raw.csv"))
    took = time.perf_counter() - began
    assert found.truncated
    assert len(found.nodes) <= MOST_NODES + 1
    assert any(node.title == "s10001" for node in found.nodes)
    assert len(drawn(lineage_of_place(workspace, place("else.csv")))) == 2
    print(f"lineage among 10,000 runs: {took * 1000:.0f} ms")
