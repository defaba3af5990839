"""How a step is started: which script, and the list its arguments become."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Union

from studio.catalog.components import NAMES, component
from studio.graph.model import Json, Node, StepKind
from studio.graph.references import INPUT, OUTPUT, Reference, reference
from studio.graph.settings import applies, value_of

Argument = Union[str, Mapping[str, str]]


@dataclass(frozen=True)
class Launch:
    """`kind` is script, command or none; an argument is text or `{"$input"|"$output": port}`."""

    kind: str
    script: str
    arguments: tuple[Argument, ...]


def launch_of(node: Node, kind: StepKind, connected: Collection[str] = ()) -> Launch:
    """What a checked node comes to; its settings are bound already, none is a parameter.

    `connected` names the inputs that have an edge.
    """
    settings = node.settings
    if kind.name in NAMES:
        script = component(kind.name).script
        return Launch("script", script, tuple(_flags(settings, kind, connected)))
    if kind.launch == "script":
        arguments = _arguments(settings.get("arguments"), connected)
        return Launch("script", str(settings["script_name"]), tuple(arguments))
    if kind.launch == "command":
        return Launch("command", "", tuple(_arguments(settings["command"], connected)))
    return Launch("none", "", ())


def text_of(value: Json) -> str:
    """A value as one argument: as Python's str() writes it, lists and objects as JSON."""
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _flags(
    settings: Mapping[str, Json], kind: StepKind, connected: Collection[str]
) -> Iterator[Argument]:
    """A component's command line: `--<setting> value`, then `--<port> path`."""
    for setting in kind.settings:
        value = value_of(setting, settings)
        if setting.group != "Run" and value is not None and applies(setting, settings, kind):
            yield f"--{setting.name}={text_of(value)}"
    for port in kind.inputs:
        if port.name in connected:
            yield f"--{port.name}"
            yield Reference(INPUT, port.name).to_json()
    for port in kind.outputs:
        yield f"--{port.name}"
        yield Reference(OUTPUT, port.name).to_json()


def _arguments(items: Json, connected: Collection[str]) -> Iterator[Argument]:
    """What a script of the user's own gets; an optional input without an edge becomes ""."""
    for item in items if isinstance(items, (list, tuple)) else ():
        found = reference(item)
        if found is None:
            yield text_of(item)
        elif found.to == INPUT and found.name not in connected:
            yield ""
        else:
            yield found.to_json()
