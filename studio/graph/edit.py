"""Every change a hand can make to a drawing: functions from a document to a document.

What is not there is left alone: an edit that names an unknown node, port or file changes
nothing. Nothing is checked here either; a drawing may be wrong while it is being made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from studio.graph.model import (
    Document,
    Edge,
    End,
    Git,
    Json,
    Node,
    Note,
    Parameter,
    Port,
    Position,
    SourceFile,
)
from studio.graph.references import INPUT, OUTPUT, PARAMETER, Reference, reference


def add_node(document: Document, node: Node) -> Document:
    return replace(document, nodes=(*document.nodes, node))


def remove_nodes(document: Document, ids: Collection[str]) -> Document:
    """Without these nodes and the edges that touch them."""
    return replace(
        document,
        nodes=tuple(node for node in document.nodes if node.id not in ids),
        edges=tuple(
            edge
            for edge in document.edges
            if edge.source.node not in ids and edge.target.node not in ids
        ),
    )


def move_nodes(document: Document, positions: Mapping[str, Position]) -> Document:
    """Nodes and notes at new places, by id."""
    return replace(
        document,
        nodes=tuple(replace(n, position=positions.get(n.id, n.position)) for n in document.nodes),
        notes=tuple(replace(n, position=positions.get(n.id, n.position)) for n in document.notes),
    )


def connect(document: Document, edge: Edge) -> Document:
    return replace(document, edges=(*document.edges, edge))


def disconnect(document: Document, ids: Collection[str]) -> Document:
    return replace(document, edges=tuple(e for e in document.edges if e.id not in ids))


def rename_node(document: Document, node: str, title: str) -> Document:
    return _change(document, node, lambda n: replace(n, title=title))


def set_comment(document: Document, node: str, comment: str) -> Document:
    return _change(document, node, lambda n: replace(n, comment=comment))


def set_setting(document: Document, node: str, name: str, value: Json) -> Document:
    return _change(document, node, lambda n: replace(n, settings={**n.settings, name: value}))


def unset_setting(document: Document, node: str, name: str) -> Document:
    """Back to the kind's default."""
    return _change(
        document,
        node,
        lambda n: replace(n, settings={k: v for k, v in n.settings.items() if k != name}),
    )


def set_source(
    document: Document, node: str, source: Mapping[str, SourceFile], git: Git | None
) -> Document:
    """The whole folder replaced, with where it came from."""
    return _change(document, node, lambda n: replace(n, source=source, git=git))


def set_source_file(document: Document, node: str, path: str, file: SourceFile) -> Document:
    return _change(document, node, lambda n: replace(n, source={**(n.source or {}), path: file}))


def rename_source_file(document: Document, node: str, path: str, to: str) -> Document:
    """The file under a new path, in its place; the step still starts it if it did so before."""

    def renamed(n: Node) -> Node:
        files = n.source or {}
        if path not in files or to in files:
            return n
        source = {to if p == path else p: file for p, file in files.items()}
        settings = dict(n.settings)
        if settings.get("script_name") == path:
            settings["script_name"] = to
        return replace(n, source=source, settings=settings)

    return _change(document, node, renamed)


def remove_source_file(document: Document, node: str, path: str) -> Document:
    def without(n: Node) -> Node:
        if path not in (n.source or {}):
            return n
        return replace(n, source={p: f for p, f in (n.source or {}).items() if p != path})

    return _change(document, node, without)


def add_port(document: Document, node: str, side: str, port: Port) -> Document:
    """`side` is "input" or "output"; only nodes of kinds with dynamic ports have their own."""
    if side == INPUT:
        return _change(document, node, lambda n: replace(n, inputs=(*n.inputs, port)))
    return _change(document, node, lambda n: replace(n, outputs=(*n.outputs, port)))


def change_port(document: Document, node: str, side: str, name: str, port: Port) -> Document:
    """The port as it is now; edges and arguments that name it follow a new name."""

    def changed(n: Node) -> Node:
        old, new = Reference(side, name), Reference(side, port.name)
        settings = _swapped(n.settings, old, new.to_json())
        if side == INPUT:
            return replace(n, settings=settings, inputs=_in_place(n.inputs, name, port))
        return replace(n, settings=settings, outputs=_in_place(n.outputs, name, port))

    end, moved = End(node, name), End(node, port.name)
    return _rewire(_change(document, node, changed), side, end, moved)


def remove_port(document: Document, node: str, side: str, name: str) -> Document:
    """Without the port and its edges; arguments that name it stay and become a problem."""

    def without(n: Node) -> Node:
        if side == INPUT:
            return replace(n, inputs=tuple(p for p in n.inputs if p.name != name))
        return replace(n, outputs=tuple(p for p in n.outputs if p.name != name))

    return _rewire(_change(document, node, without), side, End(node, name), None)


def add_parameter(document: Document, parameter: Parameter) -> Document:
    return replace(document, parameters=(*document.parameters, parameter))


def change_parameter(document: Document, name: str, parameter: Parameter) -> Document:
    """The parameter as it is now; everything bound to it follows a new name."""
    parameters = tuple(parameter if p.name == name else p for p in document.parameters)
    new = Reference(PARAMETER, parameter.name).to_json()
    return _rebound(replace(document, parameters=parameters), name, new)


def remove_parameter(document: Document, name: str) -> Document:
    """Without the parameter; what was bound to it keeps the default as its own value."""
    gone = next((p for p in document.parameters if p.name == name), None)
    if gone is None:
        return document
    parameters = tuple(p for p in document.parameters if p.name != name)
    return _rebound(replace(document, parameters=parameters), name, gone.default)


def add_note(document: Document, note: Note) -> Document:
    return replace(document, notes=(*document.notes, note))


def change_note(document: Document, note: Note) -> Document:
    return replace(
        document, notes=tuple(note if old.id == note.id else old for old in document.notes)
    )


def remove_notes(document: Document, ids: Collection[str]) -> Document:
    return replace(document, notes=tuple(n for n in document.notes if n.id not in ids))


def _change(document: Document, node: str, change: Callable[[Node], Node]) -> Document:
    return replace(document, nodes=tuple(change(n) if n.id == node else n for n in document.nodes))


def _in_place(ports: tuple[Port, ...], name: str, port: Port) -> tuple[Port, ...]:
    return tuple(port if old.name == name else old for old in ports)


def _rewire(document: Document, side: str, end: End, moved: End | None) -> Document:
    """Data edges at `end` moved to another port, or taken away when `moved` is None."""
    edges = []
    for edge in document.edges:
        here = edge.target if side == INPUT else edge.source
        if edge.kind != "data" or here != end:
            edges.append(edge)
        elif moved and side == INPUT:
            edges.append(replace(edge, target=moved))
        elif moved and side == OUTPUT:
            edges.append(replace(edge, source=moved))
    return replace(document, edges=tuple(edges))


def _rebound(document: Document, name: str, value: Json) -> Document:
    bound = Reference(PARAMETER, name)
    nodes = (replace(n, settings=_swapped(n.settings, bound, value)) for n in document.nodes)
    return replace(document, nodes=tuple(nodes))


def _swapped(settings: Mapping[str, Json], old: Reference, new: Json) -> dict[str, Json]:
    """Settings with `new` wherever the reference `old` was, in lists one level deep."""
    return {
        name: [new if reference(item) == old else item for item in value]
        if isinstance(value, (list, tuple))
        else (new if reference(value) == old else value)
        for name, value in settings.items()
    }
