"""Datasets and models as steps meet them."""

from collections.abc import Callable
from typing import Any

import pytest

from studio.assets.models import DatasetVersion, Use
from studio.assets.services import (
    Author,
    add_dataset_version,
    register_dataset,
    unregister_dataset,
)
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
