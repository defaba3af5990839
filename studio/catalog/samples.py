"""The two pipelines a new workspace begins with, drawn in code and checked like any other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from studio.catalog.breast_cancer import breast_cancer_csv
from studio.graph.document import dump_document
from studio.graph.model import (
    DATA,
    Document,
    Edge,
    End,
    Json,
    Node,
    Note,
    Parameter,
    Port,
    Position,
    Size,
    SourceFile,
)

BREAST_CANCER_PATH = "examples/breast-cancer.csv"
_SCRIPTS = files("studio.catalog") / "scripts" / "three_python_scripts"
_ROW = 120


@dataclass(frozen=True)
class Example:
    """A pipeline to begin with: `files` by SHA-256 for its source folders, and `data` it reads,
    by path on the workspace's default datastore, made when asked for."""

    name: str
    title: str
    description: str
    document: dict[str, Json]
    files: Mapping[str, bytes] = field(default_factory=dict)
    data: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)


def examples() -> dict[str, Example]:
    """Both examples by name."""
    return {example.name: example for example in (_breast_cancer(), _three_scripts())}


def _breast_cancer() -> Example:
    return Example(
        "classify-breast-cancer",
        "Classify breast cancer",
        "Tells malignant from benign tumours by 30 measures of their cells.",
        dump_document(
            Document(_breast_cancer_nodes(), _breast_cancer_edges(), (_TEST_SHARE,), (_NOTE,))
        ),
        data={BREAST_CANCER_PATH: breast_cancer_csv},
    )


_TEST_SHARE = Parameter("test_share", "float", 0.25, "The part of the rows kept for testing.")
_NOTE = Note(
    "note",
    "Stratified by diagnosis: 37 % of the rows are malignant, and both parts keep that share.",
    Position(620, 3 * _ROW),
    Size(240, 80),
)


def _breast_cancer_nodes() -> tuple[Node, ...]:
    split: dict[str, Json] = {
        "method": "stratified",
        "stratify_by": "diagnosis",
        "test_share": {"$parameter": "test_share"},
        "seed": 42,
    }
    train: dict[str, Json] = {"target": "diagnosis", "learner": "logistic_regression"}
    positive: dict[str, Json] = {"positive_class": "malignant"}
    return (
        _step("data", "Data", "breast-cancer.csv", {"path": BREAST_CANCER_PATH}, 320, 0),
        _step("import", "import_data", "Import data", {}, 320, 1),
        _step("clean", "clean_missing_data", "Clean missing data", {}, 320, 2),
        _step("split", "split_data", "Split data", split, 320, 3),
        _step("train", "train_classifier", "Train classifier", train, 140, 4),
        _step("score", "score", "Score", {}, 320, 5),
        _step("evaluate", "evaluate", "Evaluate", positive, 320, 6),
    )


def _breast_cancer_edges() -> tuple[Edge, ...]:
    return _edges(
        ("data.data", "import.data"),
        ("import.table", "clean.table"),
        ("clean.result", "split.table"),
        ("split.train", "train.table"),
        ("train.model", "score.model"),
        ("split.test", "score.table"),
        ("score.scored", "evaluate.scored"),
    )


def _three_scripts() -> Example:
    scripts = {name: (_SCRIPTS / name).read_bytes() for name in _ARGUMENTS}
    nodes = tuple(
        _script(index, name, content) for index, (name, content) in enumerate(scripts.items())
    )
    edges = _edges(
        ("prepare.prepared", "train.prepared"),
        ("prepare.prepared", "compare.prepared"),
        ("train.model", "compare.model"),
    )
    rate = Parameter("learning_rate", "float", 0.05, "How far each round of training moves.")
    return Example(
        "three-python-scripts",
        "Three Python scripts",
        "Scripts of your own that hand data on: prepare, train, compare.",
        dump_document(Document(nodes, edges, (rate,), ())),
        files={_digest(content): content for content in scripts.values()},
    )


_ARGUMENTS: Mapping[str, tuple[Json, ...]] = {
    "prepare.py": ("--prepared", {"$output": "prepared"}),
    "train.py": (
        "--prepared",
        {"$input": "prepared"},
        "--model",
        {"$output": "model"},
        "--learning_rate",
        {"$parameter": "learning_rate"},
    ),
    "compare.py": (
        "--prepared",
        {"$input": "prepared"},
        "--model",
        {"$input": "model"},
        "--report",
        {"$output": "report"},
    ),
}
_INPUTS: Mapping[str, tuple[Port, ...]] = {
    "prepare.py": (),
    "train.py": (Port("prepared", "folder"),),
    "compare.py": (Port("model", "file"), Port("prepared", "folder")),
}
_OUTPUTS = {
    "prepare.py": Port("prepared", "folder"),
    "train.py": Port("model", "file"),
    "compare.py": Port("report", "file"),
}


def _script(index: int, name: str, content: bytes) -> Node:
    node = name.removesuffix(".py")
    return Node(
        id=node,
        kind="PythonScriptStep",
        title=node.capitalize(),
        settings={"script_name": name, "arguments": list(_ARGUMENTS[name])},
        source={name: SourceFile(_digest(content), len(content))},
        inputs=_INPUTS[name],
        outputs=(_OUTPUTS[name],),
        position=Position(120 if name == "train.py" else 320, index * _ROW),
    )


def _step(
    node: str, kind: str, title: str, settings: Mapping[str, Json], x: float, row: int
) -> Node:
    return Node(node, kind, title=title, settings=settings, position=Position(x, row * _ROW))


def _edges(*ends: tuple[str, str]) -> tuple[Edge, ...]:
    def end(text: str) -> End:
        node, _, port = text.partition(".")
        return End(node, port)

    return tuple(Edge(f"e{i}", DATA, end(a), end(b)) for i, (a, b) in enumerate(ends, 1))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
