"""Reading documents: what is refused, where the mistake is, and how older ones are brought up."""

import copy
from typing import Any

import pytest

from studio.graph.document import (
    MAX_BYTES,
    DocumentError,
    content_hash,
    dump_document,
    parse_document,
    upgrade,
)
from studio.graph.model import Document, Node

FULL: dict[str, Any] = {
    "schema": 1,
    "nodes": [
        {
            "id": "n1",
            "kind": "PythonScriptStep",
            "kind_version": "1",
            "title": "Prepare",
            "settings": {"script_name": "prepare.py", "arguments": ["--lr", {"$parameter": "lr"}]},
            "source": {"prepare.py": {"sha256": "a" * 64, "size": 3}},
            "inputs": [{"name": "raw", "type": "any", "optional": False}],
            "outputs": [{"name": "clean", "type": "table"}],
            "position": {"x": 0, "y": 1.5},
            "comment": "",
        }
    ],
    "edges": [
        {
            "id": "e1",
            "kind": "data",
            "source": {"node": "n1", "port": "clean"},
            "target": {"node": "n1", "port": "raw"},
        }
    ],
    "parameters": [{"name": "lr", "type": "float", "default": 0.1, "description": ""}],
    "notes": [
        {"id": "t1", "text": "x", "position": {"x": 0, "y": 0}, "size": {"width": 1, "height": 1}}
    ],
}


def changed(path: list[str | int], value: object) -> dict[str, Any]:
    raw = copy.deepcopy(FULL)
    place: Any = raw
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return raw


def test_a_full_document_is_read_and_written_unchanged() -> None:
    assert dump_document(parse_document(FULL)) == FULL


def test_what_can_be_left_out_has_a_default() -> None:
    short = {"schema": 1, "nodes": [{"id": "a", "kind": "Data"}]}
    assert parse_document(short) == Document(nodes=(Node("a", "Data"),))


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        (["schema"], 2, "unknown_schema", "schema"),
        (["schema"], "1", "unknown_schema", "schema"),
        (["schema"], True, "unknown_schema", "schema"),
        (["schema"], None, "unknown_schema", "schema"),
        (["colour"], "red", "unknown_key", "colour"),
        (["nodes"], {}, "wrong_type", "nodes"),
        (["nodes", 0], 7, "wrong_type", "nodes[0]"),
        (["nodes", 0, "colour"], "red", "unknown_key", "nodes[0].colour"),
        (["nodes", 0, "id"], "N 1", "wrong_type", "nodes[0].id"),
        (["nodes", 0, "id"], "x" * 33, "wrong_type", "nodes[0].id"),
        (["nodes", 0, "kind"], None, "wrong_type", "nodes[0].kind"),
        (["nodes", 0, "title"], "x" * 201, "too_long", "nodes[0].title"),
        (["nodes", 0, "settings"], [], "wrong_type", "nodes[0].settings"),
        (
            ["nodes", 0, "source", "prepare.py", "sha256"],
            "abc",
            "wrong_type",
            "nodes[0].source.prepare.py.sha256",
        ),
        (
            ["nodes", 0, "source", "prepare.py", "size"],
            -1,
            "wrong_type",
            "nodes[0].source.prepare.py.size",
        ),
        (
            ["nodes", 0, "source", "prepare.py", "size"],
            True,
            "wrong_type",
            "nodes[0].source.prepare.py.size",
        ),
        (["nodes", 0, "inputs", 0, "type"], "rocket", "wrong_value", "nodes[0].inputs[0].type"),
        (["nodes", 0, "inputs", 0, "optional"], 1, "wrong_type", "nodes[0].inputs[0].optional"),
        (["nodes", 0, "position", "x"], "left", "wrong_type", "nodes[0].position.x"),
        (["nodes", 0, "position", "x"], True, "wrong_type", "nodes[0].position.x"),
        (["nodes", 0, "position", "z"], 1, "unknown_key", "nodes[0].position.z"),
        (["nodes", 0, "position", "x"], float("nan"), "not_json", ""),
        (["nodes", 0, "position", "x"], float("inf"), "not_json", ""),
        (["nodes", 0, "title"], "a\0b", "not_json", ""),
        (["nodes", 0, "title"], "\ud800", "not_json", ""),
        (["nodes", 0, "settings", "x"], object(), "not_json", ""),
        (["edges", 0, "kind"], "magic", "wrong_value", "edges[0].kind"),
        (["edges", 0, "source"], "n1", "wrong_type", "edges[0].source"),
        (["parameters", 0, "type"], "date", "wrong_value", "parameters[0].type"),
        (["parameters", 0, "default"], None, "wrong_type", "parameters[0].default"),
        (["parameters", 0, "default"], [1], "wrong_type", "parameters[0].default"),
        (["notes", 0, "size", "width"], None, "wrong_type", "notes[0].size.width"),
    ],
)
def test_a_wrong_shape_is_refused_with_its_place(
    path: list[str | int], value: object, code: str, where: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_document(changed(path, value))
    assert (caught.value.code, caught.value.path) == (code, where)


@pytest.mark.parametrize("raw", [None, [], "{}", 1])
def test_what_is_no_object_is_no_document(raw: object) -> None:
    with pytest.raises(DocumentError):
        parse_document(raw)


def test_a_missing_key_is_named() -> None:
    with pytest.raises(DocumentError) as caught:
        parse_document({"schema": 1, "nodes": [{"id": "a"}]})
    assert (caught.value.code, caught.value.path) == ("missing_key", "nodes[0].kind")


def test_text_that_shows_how_nul_is_written_is_fine() -> None:
    assert parse_document(changed(["nodes", 0, "title"], r"\u0000")).nodes[0].title == r"\u0000"


def test_a_drawing_deeper_than_the_stack_is_refused_without_a_crash() -> None:
    deep: object = 0
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(DocumentError) as caught:
        parse_document(changed(["nodes", 0, "settings", "x"], deep))
    assert caught.value.code == "not_json"


@pytest.mark.parametrize(
    ("nodes", "edges", "code", "path"),
    [(2_001, 0, "too_many", "nodes"), (1, 10_001, "too_many", "edges")],
)
def test_the_limits_of_a_drawing_hold(nodes: int, edges: int, code: str, path: str) -> None:
    raw = {
        "schema": 1,
        "nodes": [{"id": f"n{i}", "kind": "k"} for i in range(nodes)],
        "edges": [
            {"id": f"e{i}", "source": {"node": "a"}, "target": {"node": "b"}} for i in range(edges)
        ],
    }
    with pytest.raises(DocumentError) as caught:
        parse_document(raw)
    assert (caught.value.code, caught.value.path) == (code, path)


def test_a_document_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        parse_document(changed(["nodes", 0, "settings", "x"], "x" * MAX_BYTES))
    assert caught.value.code == "too_large"


def test_a_document_of_schema_0_is_brought_up() -> None:
    old = {("links" if key == "edges" else key): value for key, value in FULL.items()} | {
        "schema": 0
    }
    assert upgrade(old) == FULL
    assert parse_document(old) == parse_document(FULL)
    assert "edges" not in old


def test_the_hash_of_a_pipeline_never_changes_between_releases() -> None:
    assert content_hash(parse_document(FULL)) == (
        "b062aeae328cb20cfda17f8d6dae0fac862c94070258ec2bd88cfba44b693569"
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["nodes", 0, "title"], "Other"),
        (["nodes", 0, "settings", "script_name"], "other.py"),
        (["nodes", 0, "source", "prepare.py", "sha256"], "b" * 64),
        (["edges", 0, "kind"], "run_after"),
        (["parameters", 0, "default"], 0.2),
    ],
)
def test_what_a_pipeline_does_is_in_its_hash(path: list[str | int], value: object) -> None:
    assert content_hash(parse_document(changed(path, value))) != content_hash(parse_document(FULL))
