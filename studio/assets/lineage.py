"""What made a file, dataset, model or run, and what came of it: a bounded graph around one thing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from studio.assets.links import NO_WORK, Link, Links, Thing, at, step
from studio.assets.models import DatasetVersion, ModelVersion
from studio.runs.extensions import Place
from studio.runs.models import Output, Run, StepRun
from studio.workspaces.models import Workspace

MOST_NODES = 200
DEEPEST = 20
"""Links from the focus to the farthest node."""

NodeType = Literal["file", "output", "step", "dataset", "model", "run"]


@dataclass(frozen=True)
class Node:
    """`ref` holds what a link to it needs; `removed`: its bytes or its registration are gone."""

    id: str
    type: NodeType
    title: str
    subtitle: str
    ref: Mapping[str, str | int]
    removed: bool = False


@dataclass(frozen=True)
class Lineage:
    """Edges go with the data, by node ids. `truncated`: there is more than is shown."""

    nodes: list[Node]
    edges: list[tuple[str, str]]
    focus: str
    truncated: bool


def lineage_of_place(workspace: Workspace, place: Place) -> Lineage:
    """Also of a place nobody has heard of: then it stands alone."""
    thing = at(place.datastore, place.path)
    return _Walk(workspace).around([thing]).lineage(str(thing))


def lineage_of_dataset(workspace: Workspace, version: DatasetVersion) -> Lineage:
    thing = Thing("dataset", version.pk)
    return _Walk(workspace).around([thing]).lineage(str(thing))


def lineage_of_model(workspace: Workspace, version: ModelVersion) -> Lineage:
    thing = Thing("model", version.pk)
    return _Walk(workspace).around([thing]).lineage(str(thing))


def lineage_of_run(workspace: Workspace, run: Run) -> Lineage:
    """The run as one node, with what it read and left for others; what only its own steps read of
    one another is left out."""
    steps = run.steps.exclude(kind__in=NO_WORK).order_by("position")
    walk = _Walk(workspace, run=run)
    walk.around([step(key) for key in steps.values_list("pk", flat=True)])
    return walk.lineage(f"run:{run.pk}")


@dataclass
class _Walk:
    """Breadth first, up from the focus and then down from it."""

    workspace: Workspace
    run: Run | None = None
    things: dict[Thing, None] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)
    truncated: bool = False

    def around(self, focus: list[Thing]) -> "_Walk":
        links = Links(self.workspace)
        self._go(focus, links.up, lambda link: link.source, MOST_NODES // 2)
        self._go(focus, links.down, lambda link: link.target, MOST_NODES)
        self.truncated = self.truncated or links.cut
        return self

    def _go(
        self,
        focus: list[Thing],
        ask: Callable[[Iterable[Thing]], Iterator[Link]],
        end: Callable[[Link], Thing],
        room: int,
    ) -> None:
        level = dict.fromkeys(focus)
        seen = set(focus)
        self.things |= level
        room += len(focus)
        for _ in range(DEEPEST):
            if not level:
                return
            found = list(dict.fromkeys(ask(level)))
            level = {}
            for link in found:
                thing = end(link)
                if thing not in self.things and len(self.things | level) >= room:
                    self.truncated = True
                    continue
                if thing not in seen:
                    level[thing] = None
                self.links[link] = None
            seen |= level.keys()
            self.things |= level
        self.truncated = self.truncated or bool(level)

    def lineage(self, focus: str) -> Lineage:
        nodes = _Faces(self.workspace, self.things).nodes()
        inner = self._inner(nodes)
        shown = {thing: node for thing, node in nodes.items() if thing not in inner}
        if self.run is not None:
            shown |= {thing: _run_node(self.run) for thing in nodes if self._is_own(thing, nodes)}
        edges = {
            (shown[link.source].id, shown[link.target].id): None
            for link in self.links
            if link.source in shown and link.target in shown
        }
        by_id = {node.id: node for node in shown.values()}
        if self.run is not None:
            by_id.setdefault(focus, _run_node(self.run))
        return Lineage(
            list(by_id.values()),
            [edge for edge in edges if edge[0] != edge[1]],
            focus,
            self.truncated,
        )

    def _inner(self, nodes: Mapping[Thing, Node]) -> set[Thing]:
        """Places that the run made and that nothing but its own steps read."""
        if self.run is None:
            return set()
        made = {link.target for link in self.links if self._is_own(link.source, nodes)}
        readers: dict[Thing, list[Thing]] = {}
        for link in self.links:
            readers.setdefault(link.source, []).append(link.target)
        return {
            thing
            for thing in made
            if thing.type == "place"
            and readers.get(thing)
            and all(self._is_own(reader, nodes) for reader in readers[thing])
        }

    def _is_own(self, thing: Thing, nodes: Mapping[Thing, Node]) -> bool:
        node = nodes.get(thing)
        return (
            self.run is not None
            and node is not None
            and node.type == "step"
            and node.ref["run_id"] == str(self.run.pk)
        )


class _Faces:
    """How things look: one question for each type."""

    def __init__(self, workspace: Workspace, things: Iterable[Thing]) -> None:
        self._workspace = workspace
        self._things = list(things)

    def nodes(self) -> dict[Thing, Node]:
        """Those that are there."""
        found = {**self._steps(), **self._datasets(), **self._models(), **self._places()}
        return {thing: found[thing] for thing in self._things if thing in found}

    def _ids(self, type_: str) -> list[UUID]:
        return [t.key for t in self._things if t.type == type_ and isinstance(t.key, UUID)]

    def _steps(self) -> dict[Thing, Node]:
        steps = StepRun.objects.filter(pk__in=self._ids("step"), run__workspace=self._workspace)
        rows = steps.values_list("pk", "name", "node_id", "state", "run_id", "run__number")
        return {
            step(pk): Node(
                str(step(pk)), "step", name, f"run {number}",
                {"run_id": str(run), "run_number": number, "step_id": str(pk), "node_id": node_id,
                 "state": state},
            )
            for pk, name, node_id, state, run, number in rows
        }  # fmt: skip

    def _datasets(self) -> dict[Thing, Node]:
        versions = DatasetVersion.objects.filter(pk__in=self._ids("dataset"))
        ours = versions.filter(dataset__workspace=self._workspace).select_related("dataset")
        return {
            Thing("dataset", version.pk): _version_node("dataset", version.dataset.name, version)
            for version in ours
        }

    def _models(self) -> dict[Thing, Node]:
        versions = ModelVersion.objects.filter(pk__in=self._ids("model")).defer("manifest")
        ours = versions.filter(model__workspace=self._workspace).select_related("model")
        return {
            Thing("model", version.pk): _version_node("model", version.model.name, version)
            for version in ours
        }

    def _places(self) -> dict[Thing, Node]:
        """A place that is a step's output says so; all others are files."""
        places = {thing.key: thing for thing in self._things if isinstance(thing.key, Place)}
        outputs = Output.objects.filter(
            path__in={place.path for place in places}, step_run__run__workspace=self._workspace
        ).exclude(step_run__kind__in=NO_WORK)
        # a result that was reused belongs to the step that made it, which comes first
        made: dict[Place, Output] = {}
        rows = outputs.select_related("step_run__run").defer(
            "manifest", "step_run__work", "step_run__run__document"
        )
        for output in rows.order_by("pk"):
            made.setdefault(Place(output.datastore, output.path), output)
        return {
            thing: _output_node(thing, made[place]) if place in made else _file_node(thing, place)
            for place, thing in places.items()
        }


Ref = dict[str, str | int]


def _run_node(run: Run) -> Node:
    ref: Ref = {"run_id": str(run.pk), "run_number": run.number}
    return Node(f"run:{run.pk}", "run", run.name or run.experiment.name, f"run {run.number}", ref)


def _version_node(
    type_: Literal["dataset", "model"], name: str, version: DatasetVersion | ModelVersion
) -> Node:
    ref: Ref = {"name": name, "version": version.number}
    removed = version.removed_at is not None
    return Node(
        f"{type_}:{version.pk}", type_, name, f"version {version.number}", ref, removed
    )  # fmt: skip


def _file_node(thing: Thing, place: Place) -> Node:
    ref: Ref = {"datastore": place.datastore, "path": place.path}
    return Node(str(thing), "file", place.path.rpartition("/")[2], place.datastore, ref)


def _output_node(thing: Thing, output: Output) -> Node:
    made_by = output.step_run
    ref: Ref = {
        "datastore": output.datastore, "path": output.path, "run_id": str(made_by.run_id),
        "run_number": made_by.run.number, "step_id": str(made_by.pk), "node_id": made_by.node_id,
        "output": output.name,
    }  # fmt: skip
    return Node(str(thing), "output", output.name, made_by.name, ref, output.removed_at is not None)
