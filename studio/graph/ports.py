"""Port types, which of them fit together, and which ports a node has."""

from __future__ import annotations

from collections.abc import Mapping

from studio.graph.model import Node, Port, StepKind

ANY = "any"
PARENT_TYPES: Mapping[str, str] = {
    "file": ANY,
    "folder": ANY,
    "table": "file",
    "scored_table": "table",
    "image": "file",
    "model": "folder",
}
PORT_TYPES = (ANY, *PARENT_TYPES)


def fits(output_type: str, input_type: str) -> bool:
    """Whether data of `output_type` may flow into a port of `input_type`.

    A special type fits wherever a more general one is asked for; `any` fits both ways.
    """
    if output_type == ANY:
        return True
    wider: str | None = output_type
    while wider is not None and wider != input_type:
        wider = PARENT_TYPES.get(wider)
    return wider is not None


def inputs_of(node: Node, kind: StepKind) -> tuple[Port, ...]:
    return node.inputs if kind.dynamic_ports else kind.inputs


def outputs_of(node: Node, kind: StepKind) -> tuple[Port, ...]:
    return node.outputs if kind.dynamic_ports else kind.outputs


def port_named(ports: tuple[Port, ...], name: str) -> Port | None:
    return next((port for port in ports if port.name == name), None)
