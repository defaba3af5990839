"""Copy and paste: a part of a drawing as a document of its own, and putting one in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from studio.graph.model import Document, Edge, End, Position
from studio.graph.references import PARAMETER, references


def copy(document: Document, ids: Collection[str]) -> Document:
    """The nodes and notes with these ids, the edges among them, the parameters they use."""
    nodes = tuple(node for node in document.nodes if node.id in ids)
    chosen = {node.id for node in nodes}
    used = {
        found.name
        for node in nodes
        for _, found in references(node.settings)
        if found.to == PARAMETER
    }
    return Document(
        nodes=nodes,
        edges=tuple(
            edge
            for edge in document.edges
            if edge.source.node in chosen and edge.target.node in chosen
        ),
        parameters=tuple(p for p in document.parameters if p.name in used),
        notes=tuple(note for note in document.notes if note.id in ids),
    )


def paste(
    document: Document, part: Document, new_ids: Mapping[str, str], offset: Position
) -> Document:
    """`document` with a copy of `part`, moved by `offset`, under ids from `new_ids`.

    Every id of the part's nodes, edges and notes must be in `new_ids`. A parameter the document
    already has by name is kept as it is.
    """

    def moved(place: Position) -> Position:
        return Position(place.x + offset.x, place.y + offset.y)

    def joined(edge: Edge) -> Edge:
        source = End(new_ids[edge.source.node], edge.source.port)
        target = End(new_ids[edge.target.node], edge.target.port)
        return Edge(new_ids[edge.id], edge.kind, source, target)

    have = {parameter.name for parameter in document.parameters}
    return Document(
        nodes=(
            *document.nodes,
            *(replace(n, id=new_ids[n.id], position=moved(n.position)) for n in part.nodes),
        ),
        edges=(*document.edges, *(joined(edge) for edge in part.edges)),
        parameters=(
            *document.parameters,
            *(p for p in part.parameters if p.name not in have),
        ),
        notes=(
            *document.notes,
            *(replace(n, id=new_ids[n.id], position=moved(n.position)) for n in part.notes),
        ),
    )
