"""Problems of a pipeline as sentences, for callers who read no codes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from studio.api.domain import Item
from studio.graph.model import Problem

_EXPECTED = {
    "int": "must be a whole number",
    "float": "must be a number",
    "bool": "must be true or false",
    "string": "must be a text",
    "text": "must be a text",
    "list": "must be a list",
    "columns": "must be a list of column names",
    "arguments": "must be a list of arguments",
    "object": "must be an object",
    "path": "must be a relative path on a datastore",
    "known_setting": "is not a setting of this kind of step",
}
_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "bad_name": lambda told: f"the name {told['name']!r} cannot be used",
    "cycle": lambda told: f"these steps wait for each other: {', '.join(told['nodes'])}",
    "duplicate_id": lambda told: f"the id {told['id']!r} is used twice",
    "duplicate_name": lambda told: f"the name {told['name']!r} is used twice",
    "empty_pipeline": lambda told: "there is no step to run",
    "file_missing": lambda told: "a source file was never uploaded",
    "missing_input": lambda told: f"input {told['port']} is not connected",
    "missing_setting": lambda told: f"{told['field']} is needed",
    "parameter_type": lambda told: f"parameter {told['name']} must be of type {told['expected']}",
    "script_missing": lambda told: f"the script {told['script']!r} is not among its files",
    "self_edge": lambda told: "a step cannot feed itself",
    "two_producers": lambda told: f"input {told['port']} is connected twice",
    "type_mismatch": lambda told: f"takes {told['to_type']}, not {told['from_type']}",
    "unknown_compute": lambda told: f"there is no compute target {told['name']!r}",
    "unknown_dataset": lambda told: (
        f"there is no dataset {told['name']!r} of version {told['version']}"
    ),
    "unknown_datastore": lambda told: f"there is no datastore {told['name']!r}",
    "unknown_kind": lambda told: f"there is no kind of step {told['kind']!r}",
    "unknown_kind_version": lambda told: (
        f"kind {told['kind']} has version {told['known']}, not {told['version']}"
    ),
    "unknown_node": lambda told: f"an edge names the step {told['node']!r}, which is not there",
    "unknown_parameter": lambda told: f"there is no parameter {told['name']!r}",
    "unknown_port": lambda told: f"there is no port {told['port']!r}",
    "wrong_setting": lambda told: f"{told['field']} {_what_is_wrong(told)}",
}
SAID = frozenset(_SENTENCES)


def problem_items(
    problems: Iterable[Problem], titles: Mapping[str, str] | None = None
) -> list[Item]:
    """One line for each problem that stands in the way; `titles` are the steps' by node id."""
    return [
        Item(problem.code, sentence(problem, titles or {}), _place(problem))
        for problem in problems
        if problem.severity == "error"
    ]


def sentence(problem: Problem, titles: Mapping[str, str]) -> str:
    """ "Split data: test_share must be at most 0.99." """
    said = _SENTENCES[problem.code](problem.detail)
    if problem.node is None:
        return f"{said[0].upper()}{said[1:]}."
    return f"{titles.get(problem.node) or problem.node}: {said}."


def _what_is_wrong(told: Mapping[str, Any]) -> str:
    expected = str(told.get("expected"))
    if told.get("bindable") is False:
        return "cannot be bound to a parameter"
    if expected == "choice":
        return f"must be one of {', '.join(map(str, told['choices']))}"
    if expected in ("at_least", "at_most"):
        bound = told["minimum"] if expected == "at_least" else told["maximum"]
        return f"must be {expected.replace('_', ' ')} {bound:g}"
    return _EXPECTED.get(expected, "has a value that does not fit")


def _place(problem: Problem) -> str | None:
    parts = (problem.node, problem.port or problem.field)
    return ".".join(part for part in parts if part) or None
