"""A running script asks for datasets and models by name, and reads them where they are."""

from typing import Any

from tests.worker.control import Control, NodeProcess, Workspace

READS = """
from azureml.core import Dataset, Datastore, Model, Run
ws = Run.get_context().experiment.workspace
path = Model.get_model_path("forest")
print(open(path).read(), path.endswith("m.pkl"))
model = Model(ws, "forest")
print(model.version, model.tags, model.id, open(model.download("got")).read())
iris = Dataset.get_by_name(ws, name="iris")
print(type(iris).__name__, iris.version, iris.to_pandas_dataframe().x.tolist())
"""


def told(workspace: Workspace, *paths: str, **facts: Any) -> dict[str, Any]:
    stores = {"attic": {"kind": "local", "settings": {"root": str(workspace.root)}, "sealed": ""}}
    places = [{"datastore": "attic", "path": path} for path in paths]
    return {
        "facts": {"version": 3, "tags": {"a": "b"}, **facts},
        "places": places,
        "stores": stores,
    }


def test_models_and_datasets_are_read_by_name(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    workspace.write("x/m.pkl", "weights")
    workspace.write("a/part.csv", "x\n1\n")
    workspace.write("b/part.csv", "x\n2\n")
    workspace.write("b/_SUCCESS", "")
    control.knows = {
        "model": told(workspace, "x/m.pkl", name="forest", properties={}),
        "dataset": told(workspace, "a/part.csv", "b", name="iris", kind="tabular"),
    }
    order = workspace.order(READS)
    control.order(order)
    ended = control.finished(order)
    assert ended["state"] == "Completed", workspace.log(order).decode()
    assert workspace.log(order).decode().splitlines() == [
        "weights True",
        "3 {'a': 'b'} forest:3 weights",
        "TabularDataset 3 [2, 1]",
    ]


def test_what_is_not_there_is_an_error_of_the_script(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    missing = told(workspace, "nowhere/m.pkl", name="gone")
    control.knows = {"model": {"error": "there is no model 'none'"}, "places": missing}
    order = workspace.order(
        "from azureml.core import Dataset, Datastore, Model\n"
        "for ask in (lambda: Model(None, 'none'),\n"
        "            lambda: Dataset.File.from_files((Datastore(None, 'attic'), 'x')).to_path()):\n"
        "    try:\n        ask()\n"
        "    except ValueError as error:\n        print(type(error).__name__, error)\n"
    )
    control.order(order)
    assert control.finished(order)["state"] == "Completed", workspace.log(order).decode()
    first, second = workspace.log(order).decode().splitlines()
    assert first == "UserErrorException there is no model 'none'"
    assert "nothing is stored at 'nowhere/m.pkl'" in second


def test_a_step_that_waits_for_an_answer_can_be_canceled(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    control.knows = {}
    order = workspace.order("from azureml.core import Model\nModel(None, 'slow')\n")
    control.order(order)
    control.heard("ask", order.attempt)
    control.cancel(order, grace_s=0.2)
    assert control.finished(order)["state"] == "Canceled"


def test_an_input_of_several_places_is_one_folder(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    from dataclasses import replace

    from studio.engine.messages import InputOrder, Place

    workspace.write("a/part.csv", "x\n1\n")
    workspace.write("b/part.csv", "x\n2\n")
    workspace.write("b/deep/c.csv", "x\n3\n")
    order = workspace.order(
        "import os, sys\nfrom azureml.core import Run\n"
        "data = Run.get_context().input_datasets['data']\n"
        "print(sorted(f for _, _, files in os.walk(sys.argv[1]) for f in files))\n"
        "print(data.name, data.version, sorted(data.to_pandas_dataframe().x))\n",
        arguments=({"$input": "data"},),
    )
    for mode in ("mount", "download"):
        parts = tuple(Place("default", path) for path in ("a/part.csv", "b"))
        facts = {"name": "iris", "version": 2, "kind": "tabular"}
        item = InputOrder("data", "default", "a/part.csv", mode, parts, facts)
        again = workspace.order("", inputs={}, mode=mode)
        sent = replace(
            again, inputs=(item,), arguments=order.arguments, files=order.files, script=order.script
        )
        control.order(sent)
        ended = control.finished(sent)
        assert ended["state"] == "Completed", workspace.log(sent).decode()
        assert workspace.log(sent).decode().splitlines() == [
            "['c.csv', 'part.csv', 'part.csv']",
            "iris 2 [1, 2, 3]",
        ]
