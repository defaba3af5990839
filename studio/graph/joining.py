"""Whether a hand may draw this edge here: the question asked while it is being dragged."""

from __future__ import annotations

from collections.abc import Mapping

from studio.graph.model import DATA, Document, Edge, End, StepKind
from studio.graph.order import reaches
from studio.graph.ports import fits, inputs_of, outputs_of, port_named


def refusal(document: Document, kinds: Mapping[str, StepKind], edge: Edge) -> str | None:
    """Why `edge` may not be drawn, the first reason that applies: a problem code or duplicate_edge."""
    nodes = {node.id: node for node in document.nodes}
    source, target = nodes.get(edge.source.node), nodes.get(edge.target.node)
    if source is None or target is None:
        return "unknown_node"
    if source.id == target.id:
        return "self_edge"
    if edge.kind == DATA:
        giver, taker = kinds.get(source.kind), kinds.get(target.kind)
        output = port_named(outputs_of(source, giver), edge.source.port) if giver else None
        wanted = port_named(inputs_of(target, taker), edge.target.port) if taker else None
        if output is None or wanted is None:
            return "unknown_port"
        if not fits(output.type, wanted.type):
            return "type_mismatch"
    if _is_drawn(document, edge):
        return "duplicate_edge"
    if edge.kind == DATA and _is_fed(document, edge.target):
        return "two_producers"
    return "cycle" if reaches(document, target.id, source.id) else None


def _is_drawn(document: Document, edge: Edge) -> bool:
    wanted = (edge.kind, edge.source, edge.target)
    return any((old.kind, old.source, old.target) == wanted for old in document.edges)


def _is_fed(document: Document, target: End) -> bool:
    return any(edge.kind == DATA and edge.target == target for edge in document.edges)
