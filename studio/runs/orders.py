"""Work orders: what of them is frozen when a run is submitted, and the rest when a step is ready."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict, cast

from django.conf import settings

from studio import catalog
from studio.data.sealing import seal_for_node
from studio.data.spec import DatastoreSpec
from studio.engine.messages import (
    Argument,
    FileRef,
    InputOrder,
    OutputOrder,
    Place,
    Prefix,
    StoreSpec,
    WorkOrder,
)
from studio.engine.states import Reason
from studio.graph.model import DATA, Document, Edge, Json, Node, SourceFile, StepKind
from studio.graph.ports import outputs_of
from studio.runs import places
from studio.runs.models import Attempt, Output, Run, StepRun
from studio.workspaces import blobs
from studio.workspaces.errors import SecretUnreadable


class PlaceWork(TypedDict):
    datastore: str
    path: str


class InputWork(TypedDict):
    """An input comes from an output of `from_node`, or, where that is a Data node, from a place.

    `digest` identifies what lay in a place when the run was submitted, "" for an output.
    `places` are all of a dataset that has several, the first of them included; `dataset` says
    which version of which dataset it is.
    """

    name: str
    from_node: str
    from_port: str
    datastore: str
    path: str
    mode: str
    digest: str
    places: NotRequired[list[PlaceWork]]
    dataset: NotRequired[Mapping[str, str | int]]


class Work(TypedDict):
    """The frozen half of a work order, as JSON in `StepRun.work`."""

    kind: str
    script: str
    arguments: list[Argument]
    files: dict[str, dict[str, str | int]]
    inputs: list[InputWork]
    outputs: list[str]
    parameters: dict[str, Json]
    datastore: str
    timeout_s: float | None
    queue: str


class Found(TypedDict):
    """What a Data or Dataset node names, in place of work; `problem` says why it could not be
    looked at, `digest` ("" then, or when nothing is there) identifies what lies there, `places`
    and `dataset` are those of `InputWork`."""

    output: str
    datastore: str
    path: str
    kind: str
    size: int
    file_count: int
    digest: str
    problem: NotRequired[str]
    places: NotRequired[list[PlaceWork]]
    dataset: NotRequired[Mapping[str, str | int]]


@dataclass(frozen=True)
class Places:
    """What names in settings stand for in this workspace."""

    default_datastore: str
    default_target: str
    queues: Mapping[str, str]


class OrderProblem(Exception):
    """A step that was ready cannot be handed out."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def prepare(
    document: Document,
    kinds: Mapping[str, StepKind],
    files: Mapping[str, Mapping[str, SourceFile]],
    found: Mapping[str, Found],
    parameters: Mapping[str, Mapping[str, Json]],
    known: Places,
) -> dict[str, Work]:
    """Freezes every executing step of a checked document with its settings already bound.

    `files` are the source files of each node by their path in its folder, `found` what the other
    nodes name, `parameters` those each node gets to see.
    """
    nodes = {node.id: node for node in document.nodes}
    inputs: dict[str, list[InputWork]] = {node: [] for node in nodes}
    for edge in document.edges:
        if edge.kind == DATA:
            source = nodes[edge.source.node]
            given = _input(edge, source, kinds[source.kind], found.get(source.id))
            inputs[edge.target.node].append(given)
    return {
        node.id: _work(
            node, kinds[node.kind], inputs[node.id], files[node.id], parameters[node.id], known
        )
        for node in document.nodes
        if kinds[node.kind].executes
    }


def _work(
    node: Node,
    kind: StepKind,
    inputs: list[InputWork],
    files: Mapping[str, SourceFile],
    parameters: Mapping[str, Json],
    known: Places,
) -> Work:
    launch = catalog.launch_of(node, kind, [given["name"] for given in inputs])
    target = str(setting(node, kind, "compute_target") or known.default_target)
    timeout = setting(node, kind, "timeout_seconds")
    return Work(
        kind=launch.kind,
        script=launch.script,
        arguments=list(launch.arguments),
        files={path: {"sha256": file.sha256, "size": file.size} for path, file in files.items()},
        inputs=inputs,
        outputs=[port.name for port in outputs_of(node, kind)],
        parameters=dict(parameters),
        datastore=known.default_datastore,
        timeout_s=float(timeout) if isinstance(timeout, int | float) else None,
        queue=f"target.{known.queues[target]}",
    )


def _input(edge: Edge, source: Node, kind: StepKind, found: Found | None) -> InputWork:
    given = InputWork(
        name=edge.target.port,
        from_node=source.id,
        from_port=edge.source.port,
        datastore="",
        path="",
        mode="mount",
        digest="",
    )
    if found is not None:
        given["datastore"], given["path"] = found["datastore"], found["path"]
        given["digest"] = found["digest"]
        given["mode"] = str(setting(source, kind, "mode"))
        if "places" in found:
            given["places"] = found["places"]
        if "dataset" in found:
            given["dataset"] = found["dataset"]
    return given


def setting(node: Node, kind: StepKind, name: str) -> Json:
    """A setting's value, or its kind's default."""
    if node.settings.get(name) is not None:
        return node.settings[name]
    return next((setting.default for setting in kind.settings if setting.name == name), None)


def data_place(node: Node, kind: StepKind, default_datastore: str) -> tuple[str, str]:
    """Datastore and path that a Data node names."""
    datastore = setting(node, kind, "datastore") or default_datastore
    return str(datastore), str(setting(node, kind, "path"))


def identity(named: InputWork | Found, digest: str) -> dict[str, Json]:
    """What an input is, or what a node without work names: of data also where it lies; of another
    step's output its content alone."""
    if "dataset" in named:
        return {"dataset": dict(named["dataset"]), "digest": digest}
    if named["datastore"]:
        return {"datastore": named["datastore"], "path": named["path"], "digest": digest}
    return {"digest": digest}


def build(
    run: Run,
    step: StepRun,
    attempt: Attempt,
    outputs: Mapping[tuple[str, str], Output],
    specs: Mapping[str, DatastoreSpec],
) -> WorkOrder:
    """The whole order, once what it builds on is committed; `outputs` by (node, name).

    Raises OrderProblem when a datastore it needs is no longer registered.
    """
    work = cast(Work, step.work)
    inputs = tuple(_given(needed, outputs) for needed in work["inputs"])
    datastore = work["datastore"]
    return WorkOrder(
        attempt=str(attempt.pk),
        fence=attempt.fence,
        run=str(run.pk),
        run_number=run.number,
        step_run=str(step.pk),
        node=step.node_id,
        step_name=step.name,
        experiment=run.experiment.name,
        workspace=run.workspace.name,
        kind=cast(Literal["script", "command"], work["kind"]),
        script=work["script"],
        arguments=tuple(work["arguments"]),
        files={path: FileRef.from_json(file) for path, file in work["files"].items()},
        inputs=inputs,
        outputs=tuple(
            OutputOrder(name, datastore, places.output_path(step.pk, attempt.fence, name))
            for name in work["outputs"]
        ),
        parameters=work["parameters"],
        timeout_s=work["timeout_s"],
        datastores=stores_of({datastore, blobs.DATASTORE, *_named_by(inputs)}, specs),
        log=Place(attempt.log_datastore, attempt.log_path),
        artifacts=Prefix(datastore, places.artifacts_prefix(step.pk, attempt.number)),
        blobs=Prefix(blobs.DATASTORE, blobs.PREFIX),
        cancel_grace_s=settings.TIMING.cancel_grace,
        resolved_command=readable(work["script"], work["arguments"]),
    )


def readable(script: str, arguments: Iterable[Argument]) -> str:
    """A command as people read it, before paths are known."""
    words = [a if isinstance(a, str) else f"<{next(iter(a.values()))}>" for a in arguments]
    return " ".join(filter(None, [script, *words]))


def _given(needed: InputWork, outputs: Mapping[tuple[str, str], Output]) -> InputOrder:
    if needed["datastore"]:
        return InputOrder(
            needed["name"], needed["datastore"], needed["path"], needed["mode"],
            parts=tuple(Place(at["datastore"], at["path"]) for at in needed.get("places", [])),
            dataset=needed.get("dataset", {}),
        )  # fmt: skip
    made = outputs.get((needed["from_node"], needed["from_port"]))
    if made is None:
        raise OrderProblem(
            Reason.OUTPUT_MISSING,
            f"{needed['from_node']} left no output {needed['from_port']}",
        )
    return InputOrder(needed["name"], made.datastore, made.path, needed["mode"])


def _named_by(inputs: Iterable[InputOrder]) -> Iterator[str]:
    for given in inputs:
        yield given.datastore
        yield from (part.datastore for part in given.parts)


def stores_of(
    names: Collection[str], specs: Mapping[str, DatastoreSpec]
) -> Mapping[str, StoreSpec]:
    """Where they are, sealed for a node. Raises OrderProblem."""
    unknown = sorted(set(names) - set(specs))
    if unknown:
        raise OrderProblem(
            Reason.DATASTORE_UNAVAILABLE, f"No datastore {unknown[0]} is registered any more."
        )
    try:
        return {name: _sealed(specs[name]) for name in names}
    except SecretUnreadable as problem:
        raise OrderProblem(Reason.DATASTORE_UNAVAILABLE, str(problem)) from problem


def _sealed(spec: DatastoreSpec) -> StoreSpec:
    return StoreSpec(spec.kind, spec.settings, seal_for_node(spec, settings.NODE_KEYS))
