"""A step registers, another run reads by name: the whole way, with real processes."""

from tests.drawing import Drawing
from tests.harness import Studio

TRAIN = """
import os
from azureml.core import Dataset, Datastore, Run
run = Run.get_context()
ws = run.experiment.workspace
open("outputs/model.txt", "w").write("weights")
run.register_model("forest", "outputs/model.txt", tags={"auc": 0.9})
os.makedirs(os.environ["AZUREML_DATAREFERENCE_table"])
open(os.environ["AZUREML_DATAREFERENCE_table"] + "/part-0.csv", "w").write("x\\n1\\n2\\n")
"""
SCORE = """
import sys
from azureml.core import Dataset, Model, Run
run = Run.get_context()
given = run.input_datasets["data"]
asked = Dataset.get_by_name(run.experiment.workspace, "clean")
print(open(Model.get_model_path("forest")).read(), Model(None, "forest").tags)
print(given.name, given.version, given.to_pandas_dataframe().x.sum())
print(asked.version, asked.to_pandas_dataframe().x.sum())
"""


def test_what_a_step_registers_the_next_run_reads_by_name(studio: Studio) -> None:
    client = studio.client
    trained = client.wait(client.submit(Drawing().script("train", TRAIN, outputs=["table"]))["id"])
    assert trained["state"] == "Completed", trained
    model = client.get("models/forest/")
    assert (model["version"], model["versions"][0]["run"]["number"]) == (1, trained["number"])
    (table,) = trained["steps"][0]["outputs"]
    place = {"datastore": table["datastore"], "path": table["path"]}
    client.post("datasets/", {"name": "clean", "kind": "tabular", "paths": [place]})
    drawing = Drawing().node("clean", "Dataset", dataset="clean")
    drawing.script("score", SCORE, inputs={"data": ("clean", "data")})
    scored = client.wait(client.submit(drawing)["id"])
    step = next(step for step in scored["steps"] if step["name"] == "score")
    log = client.log(step["attempts"][0]["id"]).decode()
    assert log.splitlines() == ["weights {'auc': '0.9'}", "clean 1 3", "1 3"], log
    shown = client.get("lineage/", dataset="clean")
    titles = {node["id"]: node["title"] for node in shown["nodes"]}
    edges = {(titles[edge["source"]], titles[edge["target"]]) for edge in shown["edges"]}
    assert edges == {("train", "table"), ("table", "clean"), ("clean", "score")}
    of_model = client.get("lineage/", model="forest")
    assert {node["title"] for node in of_model["nodes"]} == {"train", "forest", "score"}
