"""Registering, changing and removing datasets and models; each function is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from studio.accounts.models import User
from studio.assets.errors import KindDiffers, NameTaken, NothingThere
from studio.assets.events import announce
from studio.assets.links import touch
from studio.assets.models import (
    Dataset,
    DatasetPath,
    DatasetVersion,
    ModelVersion,
    RegisteredModel,
)
from studio.assets.places import Place, checked_name
from studio.assets.sources import Source
from studio.runs.files import artifact_place
from studio.runs.models import Artifact, Output, StepRun
from studio.runs.places import maker_of
from studio.workspaces.models import Workspace

DATASETS, MODELS = "datasets", "models"
Named = TypeVar("Named", Dataset, RegisteredModel)


@dataclass(frozen=True)
class Words:
    """What people say about a version; `properties` are kept for models only."""

    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Author:
    """Who registers; `step_run` when a step does, or made what is registered."""

    user: User | None
    step_run: StepRun | None = None


NO_WORDS = Words()


def _hold(workspace: Workspace, places: Sequence[Place]) -> None:
    """Keeps retention from what these steps left until the transaction ends. Raises NothingThere
    when it was there first."""
    for place in places:
        maker = maker_of(place.path)
        if maker is None:
            continue
        list(StepRun.objects.select_for_update().filter(pk=maker, run__workspace=workspace))
        removed = Output.objects.filter(step_run=maker, removed_at__isnull=False)
        files = Artifact.objects.filter(attempt__step_run=maker, removed_at__isnull=False)
        paths = [
            *removed.values_list("path", flat=True),
            *(artifact_place(f.attempt, f.path)[1] for f in files.select_related("attempt")),
        ]
        if any(touch(place.path, path) for path in paths):
            raise NothingThere(place.datastore, place.path)


def register_dataset(
    workspace: Workspace,
    author: Author,
    name: str,
    kind: str,
    places: Sequence[Place],
    words: Words = NO_WORDS,
) -> DatasetVersion:
    """The first version of a name that none has. Raises BadName, NameTaken, NothingThere."""
    with transaction.atomic():
        dataset = _named(Dataset, workspace, checked_name(name), kind=kind)
        if dataset.versions.filter(removed_at=None).exists():
            raise NameTaken
        if dataset.kind != kind:
            dataset.kind = kind  # the name was free again
            dataset.save(update_fields=["kind"])
        return _add_dataset_version(dataset, author, places, words)


def add_dataset_version(
    dataset: Dataset,
    author: Author,
    places: Sequence[Place],
    words: Words = NO_WORDS,
    *,
    kind: str | None = None,
) -> DatasetVersion:
    """Raises KindDiffers, NothingThere."""
    if kind not in (None, dataset.kind):
        raise KindDiffers
    with transaction.atomic():
        locked = Dataset.objects.select_for_update().get(pk=dataset.pk)
        return _add_dataset_version(locked, author, places, words)


def _add_dataset_version(
    dataset: Dataset, author: Author, places: Sequence[Place], words: Words
) -> DatasetVersion:
    _hold(dataset.workspace, places)
    version = DatasetVersion.objects.create(
        dataset=dataset,
        number=_next_number(dataset),
        description=words.description,
        tags=dict(words.tags),
        step_run=author.step_run,
        created_by=author.user,
        created_at=timezone.now(),
    )
    DatasetPath.objects.bulk_create(
        DatasetPath(
            version=version, position=position, datastore=place.datastore, path=place.path
        )
        for position, place in enumerate(places)
    )  # fmt: skip
    announce(dataset.workspace_id, DATASETS, dataset.pk)
    return version


def unregister_dataset(dataset: Dataset) -> None:
    """Its name is free again; the data stays, and lineage keeps the versions."""
    dataset.versions.filter(removed_at=None).update(removed_at=timezone.now())
    announce(dataset.workspace_id, DATASETS, dataset.pk)


def register_model(
    workspace: Workspace, author: Author, name: str, source: Source, words: Words = NO_WORDS
) -> ModelVersion:
    """The next version of the name. Raises BadName, NothingThere."""
    with transaction.atomic():
        _hold(workspace, [source.place])
        model = _named(RegisteredModel, workspace, checked_name(name))
        version = ModelVersion.objects.create(
            model=model,
            number=_next_number(model),
            description=words.description,
            tags=dict(words.tags),
            properties=dict(words.properties),
            step_run=author.step_run,
            created_by=author.user,
            created_at=timezone.now(),
            datastore=source.place.datastore,
            path=source.place.path,
            kind=source.kind,
            size=source.size,
            file_count=len(source.manifest),
            manifest=source.manifest,
        )
        announce(workspace.pk, MODELS, model.pk)
    return version


def change_model_version(version: ModelVersion, changes: Mapping[str, object]) -> None:
    """`changes` may name description, tags and properties."""
    for name, value in changes.items():
        setattr(version, name, value)
    version.save(update_fields=list(changes))
    announce(version.model.workspace_id, MODELS, version.model_id)


def remove_model_version(version: ModelVersion) -> None:
    """The files stay until retention finds that nothing names them any more."""
    version.removed_at = timezone.now()
    version.save(update_fields=["removed_at"])
    announce(version.model.workspace_id, MODELS, version.model_id)


def _named(table: type[Named], workspace: Workspace, name: str, **first: str) -> Named:
    """The row of a name, made where there is none, and locked: its versions count on from here."""
    try:
        with transaction.atomic():
            return table.objects.create(workspace=workspace, name=name, **first)
    except IntegrityError:
        return table.objects.select_for_update().get(workspace=workspace, name=name)


def _next_number(named: Dataset | RegisteredModel) -> int:
    return (named.versions.aggregate(last=Max("number"))["last"] or 0) + 1
