"""What a script registers travels with the end of its step, when the step left what it names."""

import pytest

from studio.engine.states import State
from studio.worker.registrations import Asked, sort_out
from tests.worker.control import Control, NodeProcess, Workspace

SCRIPT = """
import os
from azureml.core import Dataset, Datastore, Model, Run
run = Run.get_context()
ws = run.experiment.workspace
open("outputs/model.pkl", "w").write("weights")
made = run.register_model("iris", "outputs/model.pkl", tags={"auc": 0.9}, properties={"p": 1})
print(made.name, made.version)
os.mkdir("bert"); open("bert/vocab.txt", "w").write("words")
Model.register(workspace=ws, model_path="bert", model_name="bert", description="small")
store = Datastore.get(ws, "attic")
raw = Dataset.File.from_files(path=[(store, "raw/**"), (Datastore.get_default(ws), "more")])
raw.register(ws, name="raw", create_new_version=True)
Dataset.Tabular.from_delimited_files((store, "a.csv")).register(ws, "table", tags={"x": "y"})
run.parent.register_model("again", "outputs")
try:
    run.register_model("none", "outputs/none.pkl")
except Exception as error:
    print(type(error).__name__, "outputs/model.pkl" in str(error))
"""


def test_a_script_registers_models_and_datasets_by_the_names_of_the_wild(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = workspace.order(SCRIPT)
    control.order(order)
    ended = control.finished(order)
    assert ended["state"] == "Completed", workspace.log(order)
    assert workspace.log(order) == b"iris None\nUserErrorException True\n"
    asked = {one["name"]: one for one in ended["registrations"]}
    assert asked["iris"] == {
        "kind": "model", "name": "iris", "path": "outputs/model.pkl", "tags": {"auc": "0.9"},
        "properties": {"p": "1"}, "description": "",
    }  # fmt: skip
    assert asked["bert"]["path"] == "models/bert/bert"
    assert workspace.artifact(order, "models/bert/bert/vocab.txt").read_text() == "words"
    assert asked["raw"]["paths"] == [["attic", "raw/**"], ["default", "more"]]
    assert (asked["raw"]["dataset_kind"], asked["raw"]["create_new_version"]) == ("file", True)
    assert (asked["table"]["dataset_kind"], asked["table"]["tags"]) == ("tabular", {"x": "y"})
    assert asked["again"]["path"] == "outputs"


def test_a_step_that_fails_registers_nothing_and_its_log_says_so(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = workspace.order(
        "from azureml.core import Run\nopen('outputs/m', 'w').close()\n"
        "Run.get_context().register_model('m', 'outputs/m')\nraise SystemExit(3)"
    )
    control.order(order)
    ended = control.finished(order)
    assert (ended["state"], ended["registrations"]) == ("Failed", [])
    assert b"not registered: model 'm': the step did not complete" in workspace.log(order)


MODEL: Asked = {"kind": "model", "name": "m", "path": "outputs/m"}


@pytest.mark.parametrize(
    ("kept", "wanted", "reasons"),
    [
        (["outputs/m"], 1, 0),
        (["outputs/m/a", "outputs/m/b"], 1, 0),
        (["outputs/m2", "x/outputs/m"], 0, 1),
        ([], 0, 1),
    ],
)
def test_a_model_needs_its_files(kept: list[str], wanted: int, reasons: int) -> None:
    found = sort_out([MODEL], [{"path": path} for path in kept], State.COMPLETED)
    assert (len(found[0]), len(found[1])) == (wanted, reasons)
