"""The values a run gets: defaults, what callers give, and where they go."""

import pytest

from studio.graph.model import Document, Json, Parameter
from studio.graph.parameters import bind, resolve_parameters, with_defaults

DOCUMENT = Document(
    parameters=(
        Parameter("count", "int", 3),
        Parameter("rate", "float", 1),
        Parameter("fast", "bool", False),
        Parameter("name", "string", ""),
    )
)


def test_without_values_the_defaults_count() -> None:
    result = resolve_parameters(DOCUMENT, {})
    assert result.values == {"count": 3, "rate": 1, "fast": False, "name": ""}
    assert result.problems == []


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"count": 0}, 0),
        ({"rate": 2}, 2.0),
        ({"rate": -0.5}, -0.5),
        ({"fast": True}, True),
        ({"name": "0"}, "0"),
    ],
)
def test_values_of_the_right_type_are_taken(given: dict[str, object], value: object) -> None:
    (name,) = given
    result = resolve_parameters(DOCUMENT, given)
    assert (result.values[name], result.problems) == (value, [])
    assert type(result.values[name]) is type(value)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"count": "3"}, "parameter_type"),
        ({"count": 1.0}, "parameter_type"),
        ({"count": True}, "parameter_type"),
        ({"count": 2**63}, "parameter_type"),
        ({"rate": float("nan")}, "parameter_type"),
        ({"rate": 10**400}, "parameter_type"),
        ({"rate": "fast"}, "parameter_type"),
        ({"fast": 1}, "parameter_type"),
        ({"fast": None}, "parameter_type"),
        ({"name": 7}, "parameter_type"),
        ({"name": ["x"]}, "parameter_type"),
        ({"colour": "red"}, "unknown_parameter"),
    ],
)
def test_other_values_are_named(given: dict[str, object], code: str) -> None:
    (problem,) = resolve_parameters(DOCUMENT, given).problems
    assert (problem.code, problem.field) == (code, next(iter(given)))


def test_an_unknown_parameter_tells_those_there_are() -> None:
    (problem,) = resolve_parameters(DOCUMENT, {"colour": 1}).problems
    assert problem.detail == {"name": "colour", "known": ["count", "rate", "fast", "name"]}


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"count": "20"}, 20),
        ({"count": 20}, 20),
        ({"rate": "1e-3"}, 0.001),
        ({"fast": "True"}, True),
        ({"fast": "false"}, False),
        ({"name": "20"}, "20"),
    ],
)
def test_callers_over_http_may_send_text(given: dict[str, object], value: object) -> None:
    (name,) = given
    result = resolve_parameters(DOCUMENT, given, from_text=True)
    assert (result.values[name], result.problems) == (value, [])


@pytest.mark.parametrize(
    "given", [{"count": "many"}, {"count": "1.5"}, {"fast": "1"}, {"rate": "nan"}]
)
def test_text_that_says_something_else_is_named(given: dict[str, object]) -> None:
    (problem,) = resolve_parameters(DOCUMENT, given, from_text=True).problems
    assert problem.code == "parameter_type"


def test_values_go_where_settings_ask_for_them() -> None:
    settings: dict[str, Json] = {
        "whole": {"$parameter": "count"},
        "list": ["--fast", {"$parameter": "fast"}, {"$input": "raw"}],
        "plain": 0,
    }
    assert bind(settings, {"count": 3, "fast": False}) == {
        "whole": 3,
        "list": ["--fast", False, {"$input": "raw"}],
        "plain": 0,
    }


def test_a_parameter_without_a_value_is_named() -> None:
    with pytest.raises(KeyError, match="count"):
        bind({"x": {"$parameter": "count"}}, {})


def test_a_run_is_checked_with_its_own_values() -> None:
    assert with_defaults(DOCUMENT, {"rate": 9.0}).parameters[1].default == 9.0
