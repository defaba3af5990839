"""Removing the bytes of old runs, and nothing that somebody still builds on.

Rows stay: lineage, metrics and reasons of an old run can be asked for ever. What goes is said first
and done after: rows are marked in one short transaction, then bytes are deleted. Killed in between,
the next round finds the run still unfinished and goes on.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from studio.assets.links import parts, touch, touching
from studio.assets.models import DatasetPath, ModelVersion
from studio.data.errors import DataError, ObjectNotFound
from studio.data.store import Datastore
from studio.engine.states import TERMINAL
from studio.runs.extensions import Place
from studio.runs.models import Artifact, Attempt, Input, Output, Run, StepRun
from studio.runs.places import artifacts_prefix, outputs_prefix
from studio.workspaces.errors import StoreUnavailable
from studio.workspaces.files import open_named_store
from studio.workspaces.models import Workspace

Naming = QuerySet[DatasetPath] | QuerySet[ModelVersion] | QuerySet[Output] | QuerySet[Input]


@dataclass
class Tally:
    """What a round did, or in a dry one would do; `size` in bytes as the rows tell it."""

    runs: int = 0
    outputs: int = 0
    files: int = 0
    logs: int = 0
    size: int = 0
    kept: int = 0
    """Places left alone because something needs them."""
    problems: list[str] = field(default_factory=list)


def remove_old(
    workspace: Workspace, before: datetime, *, dry_run: bool = False, now: datetime | None = None
) -> Tally:
    """Of every run that ended before: outputs, files and logs that no dataset, model, younger run
    or waiting step names, and what lost attempts left beside them."""
    tally = Tally()
    moment = now or timezone.now()
    old = _old(workspace, before)
    for key in list(old.filter(data_removed_at=None).values_list("pk", flat=True)):
        _Cleaning(old.get(pk=key), before, moment, dry_run, tally).clean()
    return tally


def _old(workspace: Workspace, before: datetime) -> QuerySet[Run]:
    ended = Run.objects.filter(workspace=workspace, state__in=TERMINAL, ended_at__lt=before)
    return ended.select_related("workspace").defer("document").order_by("number")


@dataclass
class _Cleaning:
    """One run's turn."""

    run: Run
    before: datetime
    now: datetime
    dry_run: bool
    tally: Tally

    def clean(self) -> None:
        places = _places_of(self.run)
        with transaction.atomic():
            needed = self._mark(places)
        if self.dry_run:
            self.tally.runs += 1
            return
        if self._delete(places, needed) and not needed:
            Run.objects.filter(pk=self.run.pk).update(data_removed_at=self.now)
            self.tally.runs += 1

    def _mark(self, places: list[Place]) -> list[Place]:
        """Marks what goes; returns the places that stay."""
        # whoever reuses an output holds its row, whoever registers it holds its step's, until the
        # new name for it is stored
        list(StepRun.objects.select_for_update().filter(run=self.run).values_list("pk"))
        mine = Output.objects.select_for_update(of=("self",)).filter(step_run__run=self.run)
        outputs = [out for out in mine.filter(removed_at=None).defer("manifest") if _is_own(out)]
        needed = self._needed(places)
        staying = [out for out in outputs if _is_needed(out.datastore, out.path, needed)]
        # an output of which a part is needed stays as a whole
        needed = list(dict.fromkeys([*needed, *(Place(o.datastore, o.path) for o in staying)]))
        self.tally.kept += len(needed)
        self._mark_outputs([out for out in outputs if out not in staying])
        self._mark_files(needed)
        self._mark_logs(needed)
        return needed

    def _needed(self, places: list[Place]) -> list[Place]:
        """What of these places, or around or inside them, something else names."""
        return [
            Place(*row)
            for part in parts(places)
            for rows in self._naming()
            for row in rows.filter(reduce(or_, map(touching, part)))
            .values_list("datastore", "path")
            .distinct()
        ]

    def _naming(self) -> list[Naming]:
        """Rows that keep the places they name."""
        workspace = self.run.workspace
        waiting = Q(step_run__run__ended_at=None)
        young = waiting | Q(step_run__run__ended_at__gte=self.before)
        return [
            DatasetPath.objects.filter(
                version__dataset__workspace=workspace, version__removed_at=None
            ),
            ModelVersion.objects.filter(model__workspace=workspace, removed_at=None),
            Output.objects.filter(young, step_run__run__workspace=workspace),
            Input.objects.filter(waiting, step_run__run__workspace=workspace),
        ]

    def _mark_outputs(self, outputs: list[Output]) -> None:
        for output in outputs:
            self.tally.outputs += 1
            self.tally.size += output.size
            # results that were reused name the same bytes, and all of them belong to old runs
            self._write(
                Output.objects.filter(
                    datastore=output.datastore,
                    path=output.path,
                    step_run__run__workspace=self.run.workspace_id,
                ),
                removed_at=self.now,
            )

    def _mark_files(self, needed: list[Place]) -> None:
        files = Artifact.objects.filter(attempt__step_run__run=self.run, removed_at=None)
        going = [
            file
            for file in files.select_related("attempt").order_by("pk")
            if not _is_needed(file.attempt.log_datastore, _path_of(file), needed)
        ]
        self.tally.files += len(going)
        self.tally.size += sum(file.size for file in going)
        self._write(Artifact.objects.filter(pk__in=[f.pk for f in going]), removed_at=self.now)

    def _mark_logs(self, needed: list[Place]) -> None:
        attempts = Attempt.objects.filter(step_run__run=self.run, log_removed_at=None)
        going = [
            attempt
            for attempt in attempts
            if not _is_needed(attempt.log_datastore, attempt.log_path, needed)
        ]
        self.tally.logs += len(going)
        self.tally.size += sum(attempt.log_size for attempt in going)
        self._write(Attempt.objects.filter(pk__in=[a.pk for a in going]), log_removed_at=self.now)

    def _write(
        self, rows: QuerySet[Output] | QuerySet[Artifact] | QuerySet[Attempt], **fields: datetime
    ) -> None:
        if not self.dry_run:
            rows.update(**fields)

    def _delete(self, places: list[Place], needed: list[Place]) -> bool:
        """False when a datastore did not let us; the next round tries again."""
        stores: dict[str, Datastore] = {}
        for place in places:
            try:
                if place.datastore not in stores:
                    store = open_named_store(self.run.workspace, place.datastore)
                    stores[place.datastore] = store
                _delete_below(stores[place.datastore], place, needed)
            except (StoreUnavailable, DataError) as problem:
                self.tally.problems.append(f"run {self.run.number}: {problem}")
                return False
        return True


def _places_of(run: Run) -> list[Place]:
    """The folders that belong to the run's steps alone, in every datastore they wrote to."""
    attempts = Attempt.objects.filter(step_run__run=run)
    wrote = attempts.values_list("step_run", "log_datastore").distinct()
    return [Place(datastore, folder) for step, datastore in wrote for folder in _folders(step)]


def _folders(step: UUID) -> Iterator[str]:
    yield outputs_prefix(step).rstrip("/")
    yield artifacts_prefix(step, 1).rstrip("/")


def _is_own(output: Output) -> bool:
    """Not one that was reused, and never the data that a Data node names."""
    return output.path.startswith(outputs_prefix(output.step_run_id))


def _path_of(file: Artifact) -> str:
    return artifacts_prefix(file.attempt.step_run_id, file.attempt.number) + file.path


def _is_needed(datastore: str, path: str, needed: Iterable[Place]) -> bool:
    return any(place.datastore == datastore and touch(place.path, path) for place in needed)


def _delete_below(store: Datastore, folder: Place, needed: list[Place]) -> None:
    inside = [place for place in needed if _is_needed(folder.datastore, folder.path, [place])]
    if not inside:
        store.delete_prefix(folder.path)
        return
    after: str | None = None
    while page := store.list(folder.path, after=after):
        after = page[-1].path
        for entry in page:
            if not _is_needed(folder.datastore, entry.path, inside):
                _delete(store, entry.path)


def _delete(store: Datastore, path: str) -> None:
    # it may have gone just now by another round
    with suppress(ObjectNotFound):
        store.delete(path)
