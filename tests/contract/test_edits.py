"""Each edit turns the document of its case into the result, and leaves the document as it was."""

from collections.abc import Callable
from typing import Any

import pytest

from studio.graph import clipboard, edit
from studio.graph.document import dump_document, parse_document
from studio.graph.model import Document, Git, Position, SourceFile
from tests.contract.cases import cases


def parsed(**parts: Any) -> Document:
    return parse_document({"schema": 1, "nodes": [], **parts})


READERS: dict[str, Callable[[Any], object]] = {
    "edge": lambda raw: parsed(edges=[raw]).edges[0],
    "file": lambda raw: SourceFile(**raw),
    "git": lambda raw: None if raw is None else Git(**raw),
    "note": lambda raw: parsed(notes=[raw]).notes[0],
    "offset": lambda raw: Position(**raw),
    "parameter": lambda raw: parsed(parameters=[raw]).parameters[0],
    "part": parse_document,
    "port": lambda raw: (
        parsed(nodes=[{"id": "x", "kind": "k", "inputs": [raw]}]).nodes[0].inputs[0]
    ),
    "source": lambda raw: {path: SourceFile(**file) for path, file in raw.items()},
    "positions": lambda raw: {key: Position(**place) for key, place in raw.items()},
}


def argument(op: str, name: str, raw: Any) -> object:
    if name == "node" and op == "add_node":
        return parsed(nodes=[raw]).nodes[0]
    return READERS[name](raw) if name in READERS else raw


@pytest.mark.parametrize("case", cases("edits"))
def test_an_edit_gives_the_result_of_its_case(case: dict[str, Any]) -> None:
    document = parse_document(case["document"])
    op = case["edit"]["op"]
    arguments = {k: argument(op, k, v) for k, v in case["edit"].items() if k != "op"}
    room = clipboard if op in ("copy", "paste") else edit

    result = getattr(room, op)(document, **arguments)

    assert dump_document(result) == case["result"]
    assert dump_document(document) == case["document"]


def test_every_edit_has_a_case() -> None:
    covered = {case.values[0]["edit"]["op"] for case in cases("edits")}
    edits = {
        name
        for name, value in vars(edit).items()
        if callable(value) and value.__module__ == edit.__name__ and not name.startswith("_")
    }
    assert edits | {"copy", "paste"} == covered
