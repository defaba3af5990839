"""Datasets and models as steps meet them."""

from collections.abc import Callable
from typing import Any

import pytest

from studio.assets.models import DatasetVersion, ModelVersion, Use
from studio.assets.queries import dataset_version, model_version
from studio.assets.services import (
    Author,
    add_dataset_version,
    register_dataset,
    unregister_dataset,
)
from studio.engine.messages import WorkOrder
from studio.pipelines.queries import problems_of
from studio.runs.errors import InvalidPipeline
from studio.runs.models import Output, Run
from studio.workspaces.models import Workspace
from tests.assets.conftest import STORE, place
from tests.drawing import Drawing
from tests.people import new_workspace
from tests.runs.fakes import Node

Start = Callable[..., Run]


def reading(**settings: Any) -> Drawing:
    """A step that reads dataset iris."""
    drawing = Drawing().node("iris", "Dataset", **{"dataset": "iris", **settings})
    return drawing.script("train", "", inputs={"data": ("iris", "data")})


@pytest.fixture
def iris(workspace: Workspace, author: Author) -> DatasetVersion:
    return register_dataset(workspace, author, "iris", "tabular", [place("a.csv")])


def test_latest_is_fixed_when_a_run_is_submitted(
    start: Start, node: Node, iris: DatasetVersion, author: Author
) -> None:
    run = start(reading())
    add_dataset_version(iris.dataset, author, [place("b.csv")])
    order = node.take()
    assert [(given.name, given.datastore, given.path) for given in order.inputs] == [
        ("data", STORE, "a.csv")
    ]
    step = run.steps.get(node_id="iris")
    assert (step.state, step.work["dataset"]["version"]) == ("Completed", 1)
    assert Output.objects.get(step_run=step).path == "a.csv"
    assert start(reading()).steps.get(node_id="iris").work["dataset"]["version"] == 2


def test_a_version_may_be_named_and_may_be_a_parameter(
    start: Start, node: Node, iris: DatasetVersion, author: Author
) -> None:
    add_dataset_version(iris.dataset, author, [place("b.csv")])
    start(reading(version="1"))
    assert node.take().inputs[0].path == "a.csv"
    drawing = reading(version={"$parameter": "which"}).parameter("which", "string", "1")
    start(drawing, parameters={"which": "2"})
    assert node.take().inputs[0].path == "b.csv"


def test_which_steps_read_a_version_is_kept(start: Start, iris: DatasetVersion) -> None:
    run = start(reading())
    use = Use.objects.get()
    assert (use.step_run, use.dataset) == (run.steps.get(node_id="train"), iris)


@pytest.mark.parametrize("settings", [{"version": "7"}, {"dataset": "none"}, {"version": "new"}])
def test_a_dataset_that_is_not_there_is_a_problem_of_the_drawing(
    settings: dict[str, str], start: Start, iris: DatasetVersion, workspace: Workspace
) -> None:
    drawing = reading(**settings)
    found = problems_of(workspace, drawing.document)
    assert [(problem.code, problem.node) for problem in found] == [("unknown_dataset", "iris")]
    with pytest.raises(InvalidPipeline) as caught:
        start(drawing)
    assert [problem.code for problem in caught.value.problems] == ["unknown_dataset"]


def test_an_unregistered_dataset_and_a_foreign_one_are_not_there(
    start: Start, iris: DatasetVersion
) -> None:
    unregister_dataset(iris.dataset)
    register_dataset(new_workspace("other", "otto"), Author(None), "iris", "file", [place("x")])
    with pytest.raises(InvalidPipeline):
        start(reading())


def test_a_draft_without_datasets_costs_no_look_at_them(
    workspace: Workspace, django_assert_num_queries: Any
) -> None:
    document = Drawing().script("a", "").document
    with django_assert_num_queries(2):  # targets and datastores
        problems_of(workspace, document)


MODEL = {"kind": "model", "name": "forest", "path": "outputs/m.pkl", "tags": {"auc": "0.9"}}
ARTIFACTS = [{"path": "outputs/m.pkl", "size": 4, "sha256": "c" * 64}]


def finish(start: Start, node: Node, *asked: dict[str, Any], state: str = "Completed") -> Run:
    """A run of one step that registers."""
    run = start(Drawing().script("train", "", outputs=["out"]))
    order = node.take()
    node.claim(order)
    reason = "" if state == "Completed" else "ExitCode"
    for _ in range(2):  # the same report twice, as after a lost answer
        node.finish(order, state, reason, artifacts=ARTIFACTS, registrations=list(asked))
    return run


def test_a_model_is_registered_once_with_the_step_that_made_it(
    start: Start, node: Node, workspace: Workspace
) -> None:
    run = finish(start, node, MODEL)
    version = model_version(workspace, "forest")
    assert (version.number, version.tags, version.created_by) == (1, {"auc": "0.9"}, run.created_by)
    assert version.step_run == run.steps.get()
    manifest = ModelVersion.objects.get().manifest
    assert manifest == [{"path": "", "size": 4, "sha256": "c" * 64}]
    assert version.path.endswith(f"dcid.{run.steps.get().pk}/outputs/m.pkl")


def test_a_step_that_fails_registers_nothing(start: Start, node: Node) -> None:
    finish(start, node, MODEL, state="Failed")
    assert not ModelVersion.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {**MODEL, "name": "../x"},
        {**MODEL, "path": "outputs/none"},
        {"kind": "model"},
        {"kind": "rocket", "name": "r"},
        {"kind": "dataset", "name": "d", "dataset_kind": "file", "paths": []},
        {"kind": "dataset", "name": "d", "dataset_kind": "cube", "paths": [[STORE, "a"]]},
        {"kind": "dataset", "name": "d", "dataset_kind": "file", "paths": [["other", "a"]]},
        {"kind": "dataset", "name": "d", "dataset_kind": "file", "paths": [[STORE, "../a"], "x"]},
    ],
)
def test_what_cannot_be_registered_is_noted_and_the_step_completes(
    asked: dict[str, Any], start: Start, node: Node, workspace: Workspace
) -> None:
    run = finish(start, node, asked, MODEL)
    run.refresh_from_db()
    assert run.state == "Completed"
    assert run.events.filter(kind="RegistrationRefused").count() == 1
    assert model_version(workspace, "forest").number == 1
    assert not DatasetVersion.objects.exists()


def test_a_dataset_gets_a_new_version_only_for_other_data_and_when_asked(
    start: Start, node: Node, workspace: Workspace
) -> None:
    asked = {"kind": "dataset", "name": "d", "dataset_kind": "file", "paths": [[STORE, "a/**"]]}
    run = finish(start, node, asked, asked)
    assert dataset_version(workspace, "d").number == 1
    assert dataset_version(workspace, "d").step_run == run.steps.get()
    other = {**asked, "paths": [[STORE, "b"]]}
    refused = finish(start, node, other)
    assert refused.events.filter(kind="RegistrationRefused").count() == 1
    finish(start, node, {**other, "create_new_version": True})
    assert dataset_version(workspace, "d").number == 2


def ask(node: Node, order: WorkOrder, **asked: object) -> dict[str, Any]:
    answer = node.report("ask", order, id="q", asked=asked)
    assert answer is not None and answer.kind == "told"
    return dict(answer.body)


def test_a_running_step_is_told_where_a_model_and_a_dataset_are(
    start: Start, node: Node, workspace: Workspace, iris: DatasetVersion
) -> None:
    finish(start, node, MODEL)
    run = start(Drawing().script("score", ""))
    order = node.take()
    assert node.report("ask", order, id="q", asked={"what": "model", "name": "forest"}) is None
    node.claim(order)
    told = ask(node, order, what="model", name="forest")
    assert told["facts"]["version"] == 1
    assert told["places"][0]["path"].endswith("outputs/m.pkl")
    assert set(told["stores"]) == {STORE}
    told = ask(node, order, what="dataset", name="iris", version="latest")
    assert (told["facts"]["kind"], told["places"]) == (
        "tabular", [{"datastore": STORE, "path": "a.csv"}],
    )  # fmt: skip
    ask(node, order, what="dataset", name="iris", version="1")
    uses = Use.objects.filter(step_run=run.steps.get())
    assert uses.count() == 2  # one of the model, one of the dataset, however often it asks
    told = ask(node, order, what="places", paths=[[STORE, "x/**"]])
    assert told["places"] == [{"datastore": STORE, "path": "x"}]


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "model", "name": "none"},
        {"what": "dataset", "name": "iris", "version": "7"},
        {"what": "places", "paths": [["other", "x"]]},
        {"what": "places", "paths": [[STORE, "../x"]]},
        {"what": "places"},
        {"what": "secrets"},
        {},
    ],
)
def test_a_question_without_an_answer_is_told_why(
    asked: dict[str, Any], start: Start, node: Node, iris: DatasetVersion
) -> None:
    start(Drawing().script("score", ""))
    order = node.take()
    node.claim(order)
    told = ask(node, order, **asked)
    assert told["error"] and "places" not in told


def test_a_question_of_somebody_else_is_not_answered(
    start: Start, node: Node, iris: DatasetVersion
) -> None:
    start(Drawing().script("score", ""))
    order = node.take()
    node.claim(order)
    spy = Node("spy", node.broker)
    assert spy.report("ask", order, id="q", asked={"what": "dataset", "name": "iris"}) is None


def test_a_dataset_of_several_places_is_ordered_with_all_of_them(
    start: Start, node: Node, iris: DatasetVersion, author: Author
) -> None:
    add_dataset_version(iris.dataset, author, [place("a.csv"), place("b.csv")])
    start(reading())
    given = node.take().inputs[0]
    assert [part.path for part in given.parts] == ["a.csv", "b.csv"]
    assert given.dataset["version"] == 2
