"""Every kind the palette shows is whole: its form, its defaults, its ports, its page."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from studio.catalog import component_files, components, json_schema, kind_json, kinds
from studio.catalog.components import GROUPS, NAMES, read_component
from studio.graph.checks import check_document
from studio.graph.model import Document, Node, Setting, StepKind
from studio.graph.names import is_port_name
from studio.graph.ports import PORT_TYPES
from studio.graph.reading import DocumentError

KINDS = kinds()
COMPONENTS = Path(components.__file__).parent / "components"
PAGE = Path(__file__).parents[2] / "docs" / "step-kinds.md"
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


@every_kind
def test_a_kinds_form_is_valid_json_schema(kind: StepKind) -> None:
    jsonschema.Draft7Validator.check_schema(json_schema(kind))


@every_kind
def test_the_defaults_of_a_kind_suit_its_own_form(kind: StepKind) -> None:
    schema = json_schema(kind)
    defaults = {s.name: s.default for s in kind.settings if s.default is not None}
    jsonschema.validate(defaults, {**schema, "required": []})
    node = Node("n", kind.name, kind.version, settings=defaults, source={})
    problems = check_document(Document(nodes=(node,)), KINDS)
    assert "wrong_setting" not in {problem.code for problem in problems}


@every_kind
def test_a_kind_is_told_over_the_api_in_plain_json(kind: StepKind) -> None:
    shown = json.loads(json.dumps(kind_json(kind)))
    assert list(shown["schema"]["properties"]) == [s.name for s in kind.settings]
    assert {s["x-group"] for s in shown["schema"]["properties"].values()} <= {
        "Settings",
        "Run",
        "Advanced",
    }


@every_kind
def test_a_kind_has_ports_settings_and_words_of_its_own(kind: StepKind) -> None:
    ports = [*kind.inputs, *kind.outputs]
    assert len({port.name for port in ports}) == len(ports)
    assert all(is_port_name(port.name) and port.type in PORT_TYPES for port in ports)
    assert len({s.name for s in kind.settings}) == len(kind.settings)
    assert not {s.name for s in kind.settings} & {port.name for port in ports}
    assert kind.group in GROUPS
    assert kind.title and kind.summary and kind.icon
    assert all(s.title and s.description for s in kind.settings)


@every_kind
def test_a_setting_depends_only_on_choices_there_are(kind: StepKind) -> None:
    named = {setting.name: setting for setting in kind.settings}
    for setting in kind.settings:
        if setting.when:
            choices = {choice.value for choice in named[setting.when.setting].choices}
            assert set(setting.when.values) <= choices


@every_kind
def test_a_kind_that_runs_can_be_placed_limited_and_kept_from_reuse(kind: StepKind) -> None:
    common = {"compute_target", "allow_reuse", "timeout_seconds"}
    assert (common <= {s.name for s in kind.settings}) == kind.executes


@pytest.mark.parametrize("name", NAMES)
def test_a_component_brings_its_script_and_what_it_imports(name: str) -> None:
    files = component_files(name)
    assert f"{name}.py" in files
    wanted = set(re.findall(r"^from (studio_\w+) import", files[f"{name}.py"].decode(), re.M))
    assert {f"{module}.py" for module in wanted} <= set(files)


def test_every_components_folder_is_named_in_the_palettes_order() -> None:
    folders = {path.parent.name for path in COMPONENTS.glob("*/component.json")}
    assert folders == set(NAMES)


def test_other_kinds_bring_no_files() -> None:
    assert component_files("PythonScriptStep") == {}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"colour": "red"}, "colour"),
        ({"group": "kitchen"}, "group"),
        ({"inputs": [{"name": "x", "type": "rocket", "title": "X"}]}, "inputs[0].type"),
        ({"settings": [{"name": "x"}]}, "settings[0].title"),
        ({"script": 7}, "script"),
    ],
)
def test_a_wrong_component_json_says_where(change: dict[str, Any], path: str) -> None:
    spec = {
        "name": "mine",
        "version": "1",
        "title": "Mine",
        "summary": "Does it",
        "group": "prepare",
        "icon": "wand",
        "script": "mine.py",
        "inputs": [],
        "outputs": [],
        "settings": [],
    }
    read_component(spec)
    with pytest.raises(DocumentError) as caught:
        read_component({**spec, **change})
    assert caught.value.path == path


def pages() -> dict[str, str]:
    """The part of the page about each kind, by the name in its heading."""
    parts = re.split(r"^## .*\(`(\w+)`\)$", PAGE.read_text("utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@every_kind
def test_every_kind_port_and_setting_is_documented(kind: StepKind) -> None:
    page = pages()[kind.name]
    own = [s for s in kind.settings if s.group != "Run"]
    for name in [*(p.name for p in (*kind.inputs, *kind.outputs)), *(s.name for s in own)]:
        assert f"`{name}`" in page, f"{name} of {kind.name} is not in docs/step-kinds.md"


@every_kind
def test_the_page_tells_the_defaults_and_choices_there_are(kind: StepKind) -> None:
    rows = {row.split("`")[1]: row for row in pages()[kind.name].splitlines() if row[:3] == "| `"}
    for setting in (s for s in kind.settings if s.group != "Run"):
        told = rows[setting.name]
        assert all(f"`{choice.value}`" in told for choice in setting.choices)
        if setting.default not in (None, "", []):
            assert f"`{str(setting.default).lower()}`" in told.lower()
        assert ("required" in told) == setting.required


def test_the_settings_of_every_step_that_runs_are_documented() -> None:
    shared: list[Setting] = [s for s in KINDS["CommandStep"].settings if s.group == "Run"]
    text = PAGE.read_text("utf-8")
    assert all(f"`{setting.name}`" in text for setting in shared)


def test_no_kind_is_documented_that_is_not_there() -> None:
    assert set(pages()) == set(KINDS)
