"""How a step is started: one list of arguments, no shell, nothing guessed."""

import pytest

from studio.catalog import kinds, launch_of
from studio.graph.model import Json, Node

KINDS = kinds()


def arguments(kind: str, settings: dict[str, Json], *connected: str) -> list[object]:
    return list(launch_of(Node("n", kind, settings=settings), KINDS[kind], connected).arguments)


def test_a_scripts_arguments_keep_their_order_and_ports() -> None:
    settings: dict[str, Json] = {
        "script_name": "train.py",
        "arguments": ["--in", {"$input": "raw"}, "--out", {"$output": "model"}, "--lr", 0.1],
    }
    launch = launch_of(
        Node("n", "PythonScriptStep", settings=settings), KINDS["PythonScriptStep"], ["raw"]
    )
    assert (launch.kind, launch.script) == ("script", "train.py")
    assert launch.arguments == (
        "--in",
        {"$input": "raw"},
        "--out",
        {"$output": "model"},
        "--lr",
        "0.1",
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "True"),
        (False, "False"),
        (0, "0"),
        (1e-05, "1e-05"),
        ("", ""),
        ("$(rm -rf /)", "$(rm -rf /)"),
    ],
)
def test_values_reach_a_script_as_python_writes_them(value: Json, text: str) -> None:
    assert arguments("PythonScriptStep", {"script_name": "x.py", "arguments": [value]}) == [text]


def test_a_script_without_arguments_gets_none() -> None:
    assert arguments("PythonScriptStep", {"script_name": "x.py"}) == []


def test_an_optional_input_without_an_edge_is_an_empty_text() -> None:
    settings: dict[str, Json] = {
        "script_name": "x.py",
        "arguments": ["--extra", {"$input": "extra"}],
    }
    assert arguments("PythonScriptStep", settings) == ["--extra", ""]


def test_a_command_is_a_list() -> None:
    settings: dict[str, Json] = {"command": ["echo", "a b", 3, {"$output": "out"}]}
    launch = launch_of(Node("n", "CommandStep", settings=settings), KINDS["CommandStep"])
    assert (launch.kind, launch.script) == ("command", "")
    assert launch.arguments == ("echo", "a b", "3", {"$output": "out"})


def test_a_components_settings_become_flags_with_defaults() -> None:
    settings: dict[str, Json] = {"test_share": 0.5, "timeout_seconds": 3}
    assert arguments("split_data", settings, "table") == [
        "--method=random",
        "--test_share=0.5",
        "--seed=42",
        "--table",
        {"$input": "table"},
        "--train",
        {"$output": "train"},
        "--test",
        {"$output": "test"},
    ]


def test_null_means_the_default() -> None:
    settings: dict[str, Json] = {"method": None, "test_share": None}
    assert arguments("split_data", settings) == arguments("split_data", {})


def test_a_setting_that_does_not_apply_is_not_passed_on() -> None:
    settings: dict[str, Json] = {"method": "by_order", "seed": 1, "stratify_by": "y"}
    assert "--seed=1" not in arguments("split_data", settings)
    assert "--stratify_by=y" not in arguments("split_data", settings)


def test_column_names_travel_as_json() -> None:
    settings: dict[str, Json] = {"columns": ["a, b", "día"]}
    assert '--columns=["a, b", "día"]' in arguments("select_columns", settings)


def test_an_optional_port_of_a_component_is_left_out_without_an_edge() -> None:
    assert "--fit_on" not in arguments("normalize", {}, "table")
    assert "--fit_on" in arguments("normalize", {}, "table", "fit_on")


def test_data_is_not_started() -> None:
    assert launch_of(Node("n", "Data"), KINDS["Data"]).kind == "none"
