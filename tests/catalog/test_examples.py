"""The examples a workspace begins with are right, and run for real from end to end."""

import hashlib
import io
import runpy
import sys
from pathlib import Path

import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer

from studio.catalog import examples, kinds
from studio.graph.checks import check_document
from studio.graph.document import parse_document
from studio.graph.model import Document, Node
from studio.graph.order import order
from studio.graph.parameters import bind, resolve_parameters
from tests.catalog.conftest import Result, RunComponent


@pytest.mark.parametrize("name", list(examples()))
def test_an_example_has_no_problems(name: str) -> None:
    example = examples()[name]
    document = parse_document(example.document)
    assert check_document(document, kinds(), datastores=["x"], compute_targets=["local"]) == []


@pytest.mark.parametrize("name", list(examples()))
def test_an_example_brings_every_file_its_steps_name(name: str) -> None:
    example = examples()[name]
    named = {
        (file.sha256, file.size)
        for node in parse_document(example.document).nodes
        for file in (node.source or {}).values()
    }
    brought = {(hashlib.sha256(c).hexdigest(), len(c)) for c in example.files.values()}
    assert named == brought
    assert set(example.files) == {digest for digest, _ in brought}


@pytest.mark.parametrize("name", list(examples()))
def test_no_step_of_an_example_lies_on_another(name: str) -> None:
    nodes = parse_document(examples()[name].document).nodes
    corners = [(n.position.x, n.position.y) for n in nodes]
    assert all(
        abs(a[0] - b[0]) >= 240 or abs(a[1] - b[1]) >= 100
        for i, a in enumerate(corners)
        for b in corners[:i]
    )


def test_the_data_is_the_whole_of_scikit_learns_copy() -> None:
    (make,) = examples()["classify-breast-cancer"].data.values()
    table = pd.read_csv(io.BytesIO(make()))
    original = load_breast_cancer(as_frame=True)
    assert [name.replace("_", " ") for name in table.columns[:-1]] == list(original.feature_names)
    assert (table.iloc[:, :-1].to_numpy() == original.data.to_numpy()).all()
    assert (
        table["diagnosis"].map({"malignant": 0, "benign": 1}).tolist() == original.target.tolist()
    )


def test_classify_breast_cancer_runs_from_data_to_metrics(
    run_component: RunComponent, tmp_path: Path
) -> None:
    example = examples()["classify-breast-cancer"]
    document = parse_document(example.document)
    values = resolve_parameters(document, {"test_share": 0.5}).values
    (make,) = example.data.values()
    raw = tmp_path / "breast-cancer.csv"
    raw.write_bytes(make())
    results: dict[str, Result] = {"data": Result({"data": raw}, {}, "")}
    nodes = {node.id: node for node in document.nodes}
    for name in order(document)[1:]:
        given = inputs_of_run(document, nodes[name], results)
        results[name] = run_component(nodes[name].kind, bind(nodes[name].settings, values), **given)
        assert results[name].error == ""
    assert len(results["split"].table("test")) == 285
    assert results["evaluate"].logged["accuracy"] > 0.95
    assert results["evaluate"].logged["roc_auc"] > 0.98


def inputs_of_run(document: Document, node: Node, results: dict[str, Result]) -> dict[str, Path]:
    return {
        edge.target.port: results[edge.source.node].outputs[edge.source.port]
        for edge in document.edges
        if edge.target.node == node.id
    }


@pytest.mark.usefixtures("inside_a_step")
def test_three_python_scripts_beat_the_mean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = examples()["three-python-scripts"]
    document = parse_document(example.document)
    values = resolve_parameters(document, {}).values
    monkeypatch.chdir(tmp_path)
    for node in document.nodes:
        script = str(node.settings["script_name"])
        Path(script).write_bytes(example.files[(node.source or {})[script].sha256])
        arguments = bind(node.settings, values)["arguments"]
        assert isinstance(arguments, list)
        # a port's path is called as the port: what one step writes the next one reads
        argv = [next(iter(a.values())) if isinstance(a, dict) else str(a) for a in arguments]
        monkeypatch.setattr(sys, "argv", [script, *argv])
        runpy.run_path(script, run_name="__main__")
    assert "The model is off by 2" in capsys.readouterr().out
