"""Questions about datasets and models; every one is answered for a workspace."""

from collections.abc import Iterator
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet

from studio.assets.errors import UnknownAsset
from studio.assets.models import (
    Dataset,
    DatasetPath,
    DatasetVersion,
    ModelVersion,
    RegisteredModel,
)
from studio.workspaces.models import Workspace
from studio.workspaces.users import DatastoreUser

LATEST = "latest"
_LIVING = Q(versions__removed_at=None)
Named = TypeVar("Named", Dataset, RegisteredModel)
Versioned = TypeVar("Versioned", DatasetVersion, ModelVersion)


def datasets_of(workspace: Workspace, *, search: str = "") -> QuerySet[Dataset]:
    """Newest change first; each with `newest` (number), `version_count` and `changed_at`."""
    return _counted(Dataset.objects.filter(workspace=workspace), search)


def models_of(workspace: Workspace, *, search: str = "") -> QuerySet[RegisteredModel]:
    """Like `datasets_of`."""
    return _counted(RegisteredModel.objects.filter(workspace=workspace), search)


def _counted(rows: QuerySet[Named], search: str) -> QuerySet[Named]:
    for word in search.split():
        rows = rows.filter(name__icontains=word)
    counted = rows.annotate(
        newest=Max("versions__number", filter=_LIVING),
        version_count=Count("versions", filter=_LIVING),
        changed_at=Max("versions__created_at", filter=_LIVING),
    )
    return counted.filter(version_count__gt=0).order_by("-changed_at", "-id")


def dataset_of(workspace: Workspace, name: str) -> Dataset | None:
    """None also for one whose versions were all removed."""
    return datasets_of(workspace).filter(name=name).first()


def model_of(workspace: Workspace, name: str) -> RegisteredModel | None:
    return models_of(workspace).filter(name=name).first()


def dataset_versions(workspace: Workspace) -> QuerySet[DatasetVersion]:
    """Newest first, with their paths and the run that registered them."""
    versions = DatasetVersion.objects.filter(dataset__workspace=workspace, removed_at=None)
    paths = Prefetch("paths", queryset=DatasetPath.objects.order_by("position"))
    return versions.select_related(
        "dataset", "created_by", "step_run__run"
    ).defer("step_run__run__document", "step_run__work").prefetch_related(paths)  # fmt: skip


def model_versions(workspace: Workspace) -> QuerySet[ModelVersion]:
    """Newest first, without their manifests."""
    versions = ModelVersion.objects.filter(model__workspace=workspace, removed_at=None)
    return versions.select_related("model", "created_by", "step_run__run").defer(
        "manifest", "step_run__run__document", "step_run__work"
    )


def newest_datasets(workspace: Workspace, rows: list[Dataset]) -> dict[UUID, DatasetVersion]:
    """The newest version of each, by the dataset's id."""
    found = dataset_versions(workspace).filter(dataset__in=[row.pk for row in rows])
    return {version.dataset_id: version for version in _newest(found, "dataset")}


def newest_models(workspace: Workspace, rows: list[RegisteredModel]) -> dict[UUID, ModelVersion]:
    found = model_versions(workspace).filter(model__in=[row.pk for row in rows])
    return {version.model_id: version for version in _newest(found, "model")}


def _newest(versions: QuerySet[Versioned], named: str) -> QuerySet[Versioned]:
    living = Q(**{f"{named}__versions__removed_at": None})
    last = Max(f"{named}__versions__number", filter=living)
    return versions.annotate(last=last).filter(number=F("last"))


def dataset_version(workspace: Workspace, name: str, version: str = LATEST) -> DatasetVersion:
    """By its number as text, or the newest. Raises UnknownAsset."""
    return _one(dataset_versions(workspace).filter(dataset__name=name), version)


def model_version(workspace: Workspace, name: str, version: str = LATEST) -> ModelVersion:
    """By its number as text, or the newest. Raises UnknownAsset."""
    return _one(model_versions(workspace).filter(model__name=name), version)


def _one(versions: QuerySet[Versioned], version: str) -> Versioned:
    if version != LATEST:
        versions = versions.filter(number=int(version)) if _is_number(version) else versions.none()
    found = versions.order_by("-number").first()
    if found is None:
        raise UnknownAsset
    return found


def _is_number(version: str) -> bool:
    return version.isascii() and version.isdigit() and len(version) < 9


def datastore_users(workspace: Workspace, datastore: str) -> Iterator[DatastoreUser]:
    """Datasets and models with a living version that names the datastore."""
    datasets = Dataset.objects.filter(
        workspace=workspace, versions__removed_at=None, versions__paths__datastore=datastore
    )
    for dataset in datasets.order_by("name").distinct():
        yield DatastoreUser("dataset", str(dataset.pk), dataset.name)
    models = RegisteredModel.objects.filter(
        workspace=workspace, versions__removed_at=None, versions__datastore=datastore
    )
    for model in models.order_by("name").distinct():
        yield DatastoreUser("model", str(model.pk), model.name)
