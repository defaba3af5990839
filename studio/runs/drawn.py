"""A checked document with everything put in that a run of it would begin with: parameters, files,
places, work, and what each step's result depends on. Reads datastores, stores nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from studio import catalog
from studio.data.errors import DataError, ObjectNotFound
from studio.data.identity import identity_of
from studio.data.store import open_store
from studio.engine.fingerprint import (
    Ingredients,
    Surroundings,
    digest_of,
    ingredients_of,
    own_hash,
    parameters_of,
)
from studio.engine.plan import Feed, Graph
from studio.graph.model import Document, Json, Node, SourceFile, StepKind
from studio.graph.parameters import ParameterValue, bind
from studio.runs import extensions, orders
from studio.runs.environments import default_environment
from studio.workspaces.errors import SecretUnreadable
from studio.workspaces.models import ComputeTarget, DatastoreRecord, Workspace
from studio.workspaces.queries import compute_targets_of, datastores_of, spec_of

Files = Mapping[str, Mapping[str, SourceFile]]
"""Of every node its source files, by path in its folder."""


@dataclass(frozen=True)
class Facilities:
    """What names in settings stand for in a workspace, read once."""

    workspace: Workspace
    targets: Mapping[str, ComputeTarget]
    stores: Mapping[str, DatastoreRecord]

    @property
    def places(self) -> orders.Places:
        targets = self.targets.values()
        return orders.Places(
            default_datastore=next(name for name, r in self.stores.items() if r.is_default),
            default_target=next(target.name for target in targets if target.is_default),
            queues={name: target.queue for name, target in self.targets.items()},
        )


def facilities_of(workspace: Workspace) -> Facilities:
    return Facilities(
        workspace,
        {target.name: target for target in compute_targets_of(workspace)},
        {record.name: record for record in datastores_of(workspace)},
    )


@dataclass(frozen=True)
class DrawnStep:
    """What deciding over reuse has to know of a step; `files` are digests by path, `allowed` is
    its setting."""

    ingredients: Ingredients
    own: str
    feeds: tuple[Feed, ...]
    files: Mapping[str, str]
    allowed: bool


@dataclass(frozen=True)
class Drawn:
    """`steps` are those that execute, `made` the identities of what the other nodes name."""

    document: Document
    values: Mapping[str, ParameterValue]
    graph: Graph
    work: Mapping[str, orders.Work | orders.Found]
    steps: Mapping[str, DrawnStep]
    made: Mapping[tuple[str, str], Json]


def draw(facilities: Facilities, document: Document, values: Mapping[str, ParameterValue]) -> Drawn:
    """Of a document without problems. Raises InvalidPipeline for a dataset that is not there."""
    kinds = catalog.kinds()
    nodes = {node.id: node for node in document.nodes}
    bound = replace(
        document, nodes=tuple(replace(n, settings=bind(n.settings, values)) for n in nodes.values())
    )
    places = facilities.places
    found = {
        node.id: _found(facilities, node, kinds[node.kind], places)
        for node in bound.nodes
        if not kinds[node.kind].executes
    }
    files = files_of(document, kinds)
    seen = {node.id: parameters_of(node, kinds[node.kind], values) for node in document.nodes}
    work = orders.prepare(bound, kinds, files, found, seen, places)
    around = Surroundings(
        default_environment(),
        places.default_datastore,
        facilities.workspace.reuse_scope,
        values,
    )
    steps = {
        node: _step(nodes[node], kinds[nodes[node].kind], made, files[node], around)
        for node, made in work.items()
    }
    return Drawn(
        document, values, Graph.of(document, kinds), {**work, **found}, steps,
        {
            (node, named["output"]): orders.identity(named, named["digest"])
            for node, named in found.items()
            if named["digest"]
        },
    )  # fmt: skip


def _step(
    node: Node,
    kind: StepKind,
    work: orders.Work,
    files: Mapping[str, SourceFile],
    around: Surroundings,
) -> DrawnStep:
    settings = bind(node.settings, around.parameters or {})
    connected = [given["name"] for given in work["inputs"]]
    ingredients = ingredients_of(node, settings, kind, files, connected, around)
    return DrawnStep(
        ingredients=ingredients,
        own=own_hash(ingredients),
        feeds=tuple(
            Feed(given["name"], given["from_node"], given["from_port"], given["mode"])
            for given in work["inputs"]
        ),
        files={path: file.sha256 for path, file in files.items()},
        allowed=orders.setting(node, kind, "allow_reuse") is not False,
    )


def files_of(document: Document, kinds: Mapping[str, StepKind]) -> Files:
    return {
        node.id: (node.source or {}) if kinds[node.kind].has_source else _component(node.kind)
        for node in document.nodes
    }


@lru_cache
def _component(kind: str) -> Mapping[str, SourceFile]:
    return {
        path: SourceFile(hashlib.sha256(content).hexdigest(), len(content))
        for path, content in catalog.component_files(kind).items()
    }


def _found(
    facilities: Facilities, node: Node, kind: StepKind, places: orders.Places
) -> orders.Found:
    """What a node without work names, as it looks now."""
    named = _named(facilities.workspace, node, kind, places.default_datastore)
    first = named.places[0]
    found = orders.Found(
        output=kind.outputs[0].name, datastore=first.datastore, path=first.path,
        kind="folder", size=0, file_count=0, digest="",
    )  # fmt: skip
    if named.dataset:
        found["dataset"] = named.dataset
    if len(named.places) > 1:
        found["places"] = [
            orders.PlaceWork(datastore=place.datastore, path=place.path) for place in named.places
        ]
    return found | _look(named, facilities.stores)  # type: ignore[return-value]  # keys of Found


def _named(
    workspace: Workspace, node: Node, kind: StepKind, default_datastore: str
) -> extensions.Named:
    """What a node without work stands for. Raises InvalidPipeline."""
    resolve = extensions.resolvers.get(kind.name)
    if resolve is not None:
        return resolve(workspace, node)
    place = orders.data_place(node, kind, default_datastore)
    return extensions.Named((extensions.Place(*place),))


def _look(named: extensions.Named, stores: Mapping[str, DatastoreRecord]) -> dict[str, str | int]:
    """How large what lies there is, and its identity; of several places over all of them."""
    try:
        looked = [
            identity_of(open_store(spec_of(stores[place.datastore])), place.path)
            for place in named.places
        ]
    except ObjectNotFound:
        return {}  # whoever reads it finds out
    except (DataError, SecretUnreadable) as problem:
        return {"problem": str(problem)}
    if len(looked) == 1:
        return asdict(looked[0])
    return {
        "size": sum(identity.size for identity in looked),
        "file_count": sum(identity.file_count for identity in looked),
        "digest": digest_of("places", [identity.digest for identity in looked]),
    }
