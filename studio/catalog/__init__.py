"""Which step kinds exist, what they look like in a form, and how a step of a kind is started."""

from __future__ import annotations

from studio.catalog.components import NAMES, component, component_files
from studio.catalog.kinds import CODED_KINDS, REUSE_SCOPES
from studio.catalog.launch import Argument, Launch, launch_of
from studio.catalog.samples import Example, examples
from studio.catalog.schema import json_schema, kind_json
from studio.graph.model import StepKind

__all__ = [
    "REUSE_SCOPES",
    "Argument",
    "Example",
    "Launch",
    "component_files",
    "examples",
    "is_component",
    "json_schema",
    "kind_json",
    "kinds",
    "launch_of",
]


def kinds() -> dict[str, StepKind]:
    """Every step kind by name, in the order a palette shows them."""
    data, dataset, *code = CODED_KINDS
    made = (component(name).kind for name in NAMES)
    return {kind.name: kind for kind in (data, dataset, *made, *code)}


def is_component(name: str) -> bool:
    """Whether the kind is made from data: its script comes with the studio."""
    return name in NAMES
