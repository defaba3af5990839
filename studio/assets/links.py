"""What is tied to what, one step up or down: places, step runs, dataset and model versions.

Each question is a few statements for a whole level of things, however many runs there are: they
go through the indexes on places and on foreign keys, and each reads at most `MOST` rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Literal, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q, QuerySet

from studio.assets.models import DatasetPath, DatasetVersion, ModelVersion, Use
from studio.runs.extensions import Place
from studio.runs.models import Input, Output, StepRun
from studio.runs.places import is_artifact, maker_of
from studio.workspaces.models import Workspace

Row = TypeVar("Row", bound=Model)
Placed = TypeVar("Placed", DatasetPath, ModelVersion, Input)

MOST = 200
"""Rows read for one question of one level: a place that thousands of runs read shows the newest."""

AT_ONCE = 100
"""Places asked for in one statement."""

NO_WORK = ("Data", "Dataset")
"""Kinds of nodes that stand for data and do nothing."""


@dataclass(frozen=True)
class Thing:
    """One end of a link; `key` is a Place of a place, else an id."""

    type: Literal["place", "step", "dataset", "model"]
    key: Place | UUID

    def __str__(self) -> str:
        if isinstance(self.key, Place):
            return f"place:{self.key.datastore}:{self.key.path}"
        return f"{self.type}:{self.key}"


@dataclass(frozen=True)
class Link:
    """Data went from `source` to `target`."""

    source: Thing
    target: Thing


def at(datastore: str, path: str) -> Thing:
    return Thing("place", Place(datastore, path))


def step(key: UUID) -> Thing:
    return Thing("step", key)


@dataclass
class Links:
    """Links of one workspace; `cut` once a question had more rows than were read."""

    workspace: Workspace
    cut: bool = False

    def up(self, things: Iterable[Thing]) -> Iterator[Link]:
        """What these things come from."""
        level = _Level(things)
        yield from self._makers(level.places)
        yield from self._read_by(level.ids("step"))
        yield from self._inside_datasets(level.ids("dataset"))
        yield from self._behind_models(level.ids("model"))

    def down(self, things: Iterable[Thing]) -> Iterator[Link]:
        """What came of these things."""
        level = _Level(things)
        yield from self._from_places(level.places)
        yield from self._from_steps(level.ids("step"))
        yield from self._uses(dataset__in=level.ids("dataset"))
        yield from self._uses(model__in=level.ids("model"))

    def _makers(self, places: list[Place]) -> Iterator[Link]:
        made = {place: key for place in places if (key := maker_of(place.path))}
        known = StepRun.objects.filter(pk__in=made.values(), run__workspace=self.workspace)
        ours = set(known.values_list("pk", flat=True))
        for place, key in made.items():
            if key in ours:
                yield Link(step(key), Thing("place", place))

    def _read_by(self, steps: list[UUID]) -> Iterator[Link]:
        through = set()
        for link in self._uses(step_run__in=steps):
            yield link
            through.add(link)
        named = self._named_for(through)
        for row in self._rows(Input.objects.filter(step_run__in=steps)):
            if (row.step_run_id, row.datastore, row.path) not in named:
                yield Link(at(row.datastore, row.path), step(row.step_run_id))

    def _named_for(self, uses: set[Link]) -> set[tuple[object, str, str]]:
        """(step, datastore, path) of places that steps read through a dataset, to be shown so."""
        readers: dict[object, list[object]] = {}
        for use in uses:
            readers.setdefault(use.source.key, []).append(use.target.key)
        paths = DatasetPath.objects.filter(version__in=list(readers))
        return {
            (reader, path.datastore, path.path)
            for path in paths
            for reader in readers[path.version_id]
        }

    def _inside_datasets(self, datasets: list[UUID]) -> Iterator[Link]:
        versions = DatasetVersion.objects.filter(pk__in=datasets).prefetch_related("paths")
        for version in versions:
            here = Thing("dataset", version.pk)
            paths = list(version.paths.all())
            for path in paths:
                yield Link(at(path.datastore, path.path), here)
            if version.step_run_id and all(
                maker_of(path.path) != version.step_run_id for path in paths
            ):
                yield Link(step(version.step_run_id), here)

    def _behind_models(self, models: list[UUID]) -> Iterator[Link]:
        for version in ModelVersion.objects.filter(pk__in=models).defer("manifest"):
            yield _behind(version)

    def _from_places(self, places: list[Place]) -> Iterator[Link]:
        if not places:
            return
        named = set()
        paths = DatasetPath.objects.filter(version__dataset__workspace=self.workspace)
        for row, place in self._around(paths, places):
            named.add(row.version_id)
            yield Link(Thing("place", place), Thing("dataset", row.version_id))
        models = ModelVersion.objects.filter(model__workspace=self.workspace).defer("manifest")
        for model, place in self._around(models, places):
            yield Link(Thing("place", place), Thing("model", model.pk))
        read = Input.objects.filter(step_run__run__workspace=self.workspace)
        direct = read.exclude(step_run__in=Use.objects.filter(dataset__in=named).values("step_run"))
        for given, place in self._around(direct, places):
            yield Link(Thing("place", place), step(given.step_run_id))

    def _from_steps(self, steps: list[UUID]) -> Iterator[Link]:
        if not steps:
            return
        made = Output.objects.filter(step_run__in=steps).exclude(step_run__kind__in=NO_WORK)
        for row in self._rows(made.defer("manifest")):
            yield Link(step(row.step_run_id), at(row.datastore, row.path))
        for model in self._rows(ModelVersion.objects.filter(step_run__in=steps).defer("manifest")):
            link = _behind(model)
            if link.source.type == "step":
                yield link
        registered = self._rows(DatasetVersion.objects.filter(step_run__in=steps))
        inside = self._inside_datasets([version.pk for version in registered])
        yield from (link for link in inside if link.source.type == "step")

    def _uses(self, **of: list[UUID]) -> Iterator[Link]:
        if not all(of.values()):
            return
        for use in self._rows(Use.objects.filter(**of)):
            if use.dataset_id:
                yield Link(Thing("dataset", use.dataset_id), step(use.step_run_id))
            elif use.model_id:
                yield Link(Thing("model", use.model_id), step(use.step_run_id))

    def _around(
        self, rows: QuerySet[Placed], places: list[Place]
    ) -> Iterator[tuple[Placed, Place]]:
        """Rows whose place is one of these, holds one of them or lies in one, each with that one."""
        for part in parts(places):
            for row in self._rows(rows.filter(reduce(or_, map(touching, part)))):
                for place in part:
                    if row.datastore == place.datastore and touch(row.path, place.path):
                        yield row, place

    def _rows(self, rows: QuerySet[Row]) -> list[Row]:
        """The newest of them."""
        found = list(rows.order_by("-pk" if _counts(rows) else "-created_at")[: MOST + 1])
        self.cut = self.cut or len(found) > MOST
        return found[:MOST]


class _Level:
    """Things by type."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._things = list(things)

    @property
    def places(self) -> list[Place]:
        return [thing.key for thing in self._things if isinstance(thing.key, Place)]

    def ids(self, type_: str) -> list[UUID]:
        return [
            thing.key
            for thing in self._things
            if thing.type == type_ and isinstance(thing.key, UUID)
        ]


def _behind(version: ModelVersion) -> Link:
    """A model comes from the place it names; one among a step's files straight from the step."""
    here = Thing("model", version.pk)
    if version.step_run_id and is_artifact(version.path):
        return Link(step(version.step_run_id), here)
    return Link(at(version.datastore, version.path), here)


def parts(places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """As many at a time as a database takes conditions in one statement."""
    return (places[start : start + AT_ONCE] for start in range(0, len(places), AT_ONCE))


def touching(place: Place) -> Q:
    """Rows whose place is this one, holds it or lies in it."""
    folders = place.path.split("/")
    holders = ["/".join(folders[: depth + 1]) for depth in range(len(folders))]
    return Q(datastore=place.datastore) & (Q(path__in=holders) | _below(place.path))


def _below(folder: str) -> Q:
    """In the form that each database finds in its index on places."""
    if connection.vendor == "sqlite":
        # paths are compared byte by byte, and 0 is what follows the slash
        return Q(path__gte=f"{folder}/", path__lt=f"{folder}0")
    return Q(path__startswith=f"{folder}/")


def touch(one: str, other: str) -> bool:
    """Whether one path is the other or lies below it, either way round."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def _counts(rows: QuerySet[Row]) -> bool:
    """Whether ids of these rows tell their age."""
    return rows.model in (Input, Output, Use, DatasetPath)
