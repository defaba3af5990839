"""Step kinds made from data: a folder with component.json and the script it starts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from studio.catalog.kinds import RUN_SETTINGS
from studio.graph.model import Choice, Port, Setting, StepKind, When
from studio.graph.ports import PORT_TYPES
from studio.graph.reading import Fields

NAMES = (
    "import_data",
    "select_columns",
    "clean_missing_data",
    "filter_rows",
    "split_data",
    "normalize",
    "train_classifier",
    "train_regressor",
    "score",
    "evaluate",
    "summarize_data",
)
GROUPS = ("data", "prepare", "learn", "evaluate", "code")
SETTING_TYPES = ("string", "text", "int", "float", "bool", "list", "columns", "object")
_FOLDER = files("studio.catalog") / "components"


@dataclass(frozen=True)
class Component:
    """A kind with the script that does its work and the names of shared files beside it."""

    kind: StepKind
    script: str
    shared: tuple[str, ...]


@lru_cache
def component(name: str) -> Component:
    """One of the components that come with the studio; `name` is one of NAMES."""
    return read_component(json.loads((_FOLDER / name / "component.json").read_text("utf-8")))


def component_files(kind_name: str) -> dict[str, bytes]:
    """What a component's step finds in its folder, by relative path; {} for other kinds."""
    if kind_name not in NAMES:
        return {}
    found = component(kind_name)
    own = {found.script: (_FOLDER / kind_name / found.script).read_bytes()}
    shared = {name: (_FOLDER / "shared" / name).read_bytes() for name in found.shared}
    return {**own, **shared}


def read_component(raw: object) -> Component:
    """A component from its parsed component.json; DocumentError says where it is wrong."""
    fields = Fields(raw, "")
    kind = StepKind(
        name=fields.text("name"),
        version=fields.text("version"),
        title=fields.text("title"),
        summary=fields.text("summary"),
        group=fields.one_of("group", GROUPS),
        icon=fields.text("icon"),
        inputs=fields.array("inputs", _port),
        outputs=fields.array("outputs", _port),
        settings=(*fields.array("settings", _setting), *RUN_SETTINGS),
    )
    script = fields.text("script")
    shared = fields.texts("shared")
    fields.nothing_else()
    return Component(kind, script, shared)


def _port(fields: Fields) -> Port:
    return Port(
        name=fields.text("name"),
        type=fields.one_of("type", PORT_TYPES),
        optional=fields.flag("optional", False),
        title=fields.text("title"),
        description=fields.text("description", limit=400),
    )


def _setting(fields: Fields) -> Setting:
    return Setting(
        name=fields.text("name"),
        title=fields.text("title"),
        type=fields.one_of("type", SETTING_TYPES),
        description=fields.text("description", limit=400),
        required=fields.flag("required", False),
        default=fields.anything("default"),
        choices=fields.array("choices", _choice, default=()),
        minimum=fields.optional_number("minimum"),
        maximum=fields.optional_number("maximum"),
        group=fields.one_of("group", ("Settings", "Run", "Advanced"), "Settings"),
        bindable=fields.flag("bindable", True),
        when=fields.part("when", _when, None),
    )


def _choice(fields: Fields) -> Choice:
    return Choice(fields.text("value"), fields.text("title"))


def _when(fields: Fields) -> When:
    return When(fields.text("setting"), fields.texts("values"))
