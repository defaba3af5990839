"""What is wrong with a drawing, as a list of problems; never an exception for a user's mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from studio.graph.model import DATA, Document, Edge, Json, Node, Port, Problem, StepKind
from studio.graph.names import is_parameter_name, is_port_name
from studio.graph.order import cycles
from studio.graph.parameters import fits_type, parameter_type
from studio.graph.paths import path_problems
from studio.graph.ports import fits, inputs_of, outputs_of, port_named
from studio.graph.settings import Places, check_settings

T = TypeVar("T", bound=Hashable)

PROBLEM_CODES = (
    "bad_name",
    "cycle",
    "duplicate_id",
    "duplicate_name",
    "empty_pipeline",
    "missing_input",
    "missing_setting",
    "parameter_type",
    "script_missing",
    "self_edge",
    "two_producers",
    "type_mismatch",
    "unknown_compute",
    "unknown_datastore",
    "unknown_kind",
    "unknown_kind_version",
    "unknown_node",
    "unknown_parameter",
    "unknown_port",
    "wrong_setting",
)


def check_document(
    document: Document,
    kinds: Mapping[str, StepKind],
    *,
    compute_targets: Collection[str] | None = None,
    datastores: Collection[str] | None = None,
) -> list[Problem]:
    """Every problem of the document, in a stable order; [] means it can be submitted.

    `compute_targets` and `datastores` are the names a workspace has; None leaves them unchecked.
    """
    named = {parameter.name: parameter for parameter in document.parameters}
    places = Places(named, compute_targets, datastores)
    return [
        *_whole(document, kinds),
        *_parameters(document),
        *(problem for node in document.nodes for problem in _node(node, kinds, places)),
        *_edges(document, kinds),
        *_inputs(document, kinds),
        *(_cycle(nodes) for nodes in cycles(document)),
    ]


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _whole(document: Document, kinds: Mapping[str, StepKind]) -> Iterator[Problem]:
    if not any(_executes(node, kinds) for node in document.nodes):
        yield Problem("empty_pipeline")
    nodes = {node.id for node in document.nodes}
    others = [*(edge.id for edge in document.edges), *(note.id for note in document.notes)]
    for repeated in _repeated([*(node.id for node in document.nodes), *others]):
        where = repeated if repeated in nodes else None
        yield Problem("duplicate_id", node=where, detail={"id": repeated})


def _executes(node: Node, kinds: Mapping[str, StepKind]) -> bool:
    return node.kind not in kinds or kinds[node.kind].executes


def _parameters(document: Document) -> Iterator[Problem]:
    for parameter in document.parameters:
        if not is_parameter_name(parameter.name):
            yield Problem("bad_name", field=parameter.name, detail={"name": parameter.name})
        if not fits_type(parameter.default, parameter.type):
            yield parameter_type(parameter)
    for name in _repeated(parameter.name for parameter in document.parameters):
        yield Problem("duplicate_name", field=name, detail={"name": name})


def _node(node: Node, kinds: Mapping[str, StepKind], places: Places) -> Iterator[Problem]:
    kind = kinds.get(node.kind)
    if kind is None:
        yield Problem("unknown_kind", node=node.id, detail={"kind": node.kind})
        return
    if kind.version != node.kind_version:
        detail: dict[str, Json] = {
            "kind": node.kind,
            "version": node.kind_version,
            "known": kind.version,
        }
        yield Problem("unknown_kind_version", node=node.id, detail=detail)
        return
    if kind.dynamic_ports:
        yield from _own_ports(node)
    if kind.has_source:
        yield from _source(node, kind)
    yield from check_settings(node, kind, places)


def _own_ports(node: Node) -> Iterator[Problem]:
    ports = (*node.inputs, *node.outputs)
    for port in ports:
        if not is_port_name(port.name):
            yield Problem("bad_name", node=node.id, port=port.name, detail={"name": port.name})
    for name in _repeated(port.name for port in ports):
        yield Problem("duplicate_name", node=node.id, port=name, detail={"name": name})


def _source(node: Node, kind: StepKind) -> Iterator[Problem]:
    files = node.source or {}
    for bad in path_problems(files):
        about: dict[str, Json] = {"name": bad.path}
        if bad.other:
            about["other"] = bad.other
        yield Problem("bad_name", node=node.id, field="source", detail=about)
    for setting in kind.settings:
        script = node.settings.get(setting.name)
        if setting.format == "script" and isinstance(script, str) and script not in files:
            yield Problem(
                "script_missing", node=node.id, field=setting.name, detail={"script": script}
            )


def _edges(document: Document, kinds: Mapping[str, StepKind]) -> Iterator[Problem]:
    nodes = {node.id: node for node in document.nodes}
    for edge in document.edges:
        unknown = [end.node for end in (edge.source, edge.target) if end.node not in nodes]
        for name in unknown:
            known = next((e.node for e in (edge.source, edge.target) if e.node in nodes), None)
            yield Problem("unknown_node", node=known, detail={"edge": edge.id, "node": name})
        if unknown:
            continue
        if edge.source.node == edge.target.node:
            yield Problem("self_edge", node=edge.source.node, detail={"edge": edge.id})
        if edge.kind == DATA:
            yield from _flow(edge, nodes, kinds)
    yield from _producers(document)


def _flow(
    edge: Edge, nodes: Mapping[str, Node], kinds: Mapping[str, StepKind]
) -> Iterator[Problem]:
    source, target = nodes[edge.source.node], nodes[edge.target.node]
    giver, taker = kinds.get(source.kind), kinds.get(target.kind)
    output = port_named(outputs_of(source, giver), edge.source.port) if giver else None
    wanted = port_named(inputs_of(target, taker), edge.target.port) if taker else None
    if giver and output is None:
        yield _unknown_port(edge.source.node, edge.source.port, edge)
    if taker and wanted is None:
        yield _unknown_port(edge.target.node, edge.target.port, edge)
    if output and wanted and not fits(output.type, wanted.type):
        yield _mismatch(edge, output, wanted)


def _mismatch(edge: Edge, output: Port, wanted: Port) -> Problem:
    detail: dict[str, Json] = {
        "edge": edge.id,
        "from_type": output.type,
        "to_type": wanted.type,
    }
    return Problem("type_mismatch", node=edge.target.node, port=edge.target.port, detail=detail)


def _unknown_port(node: str, port: str, edge: Edge) -> Problem:
    return Problem("unknown_port", node=node, port=port, detail={"edge": edge.id, "port": port})


def _producers(document: Document) -> Iterator[Problem]:
    for node, port in _repeated(_targets(document)):
        yield Problem("two_producers", node=node, port=port, detail={"port": port})


def _inputs(document: Document, kinds: Mapping[str, StepKind]) -> Iterator[Problem]:
    fed = set(_targets(document))
    for node in document.nodes:
        kind = kinds.get(node.kind)
        for port in inputs_of(node, kind) if kind else ():
            if not port.optional and (node.id, port.name) not in fed:
                yield Problem(
                    "missing_input", node=node.id, port=port.name, detail={"port": port.name}
                )


def _targets(document: Document) -> Iterator[tuple[str, str]]:
    known = {node.id for node in document.nodes}
    for edge in document.edges:
        if edge.kind == DATA and edge.target.node in known:
            yield edge.target.node, edge.target.port


def _cycle(nodes: list[str]) -> Problem:
    return Problem("cycle", node=nodes[0], detail={"nodes": nodes})


def _repeated(items: Iterable[T]) -> list[T]:
    return [item for item, count in Counter(items).items() if count > 1]
