"""Datasets, models and their versions; a version's number is never given twice, also not after it
was removed."""

import uuid

from django.db import models

from studio.accounts.models import User
from studio.runs.models import BY_PLACE, StepRun
from studio.workspaces.models import Workspace


class DatasetKind(models.TextChoices):
    """What a dataset is to the script that reads it; the words are Azure ML's."""

    FILE = "file"
    TABULAR = "tabular"


class Dataset(models.Model):
    """A name for places that hold data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="datasets")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=DatasetKind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="dataset_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What versions of all assets have. One that was removed stays as a row, for lineage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    description = models.TextField(blank=True, default="")
    tags = models.JSONField(default=dict)
    step_run = models.ForeignKey(StepRun, models.SET_NULL, null=True, related_name="+")
    """The step that registered it, or that made what it names."""
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class DatasetVersion(Version):
    """The places a dataset names; their bytes stay where they are."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="versions")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="dataset_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.dataset.name}:{self.number}"


class DatasetPath(models.Model):
    """One place of a dataset: a file or folder of a datastore."""

    version = models.ForeignKey(DatasetVersion, models.CASCADE, related_name="paths")
    position = models.PositiveIntegerField()
    datastore = models.CharField(max_length=255)
    path = models.CharField(max_length=1024)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="dataset_path_once")
        ]
        indexes = [
            models.Index(fields=["datastore", "path"], name="dataset_by_path", opclasses=BY_PLACE)
        ]


class RegisteredModel(models.Model):
    """A name for trained models."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="registered_models")
    name = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="model_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class ModelVersion(Version):
    """A model's files: a reference to bytes that retention leaves alone, and their manifest.

    `manifest` is [{path, size, sha256}], paths relative to `path`; "" for the one file of a file.
    `sha256` is "" for files of a user's own datastore, which nobody has read.
    """

    model = models.ForeignKey(RegisteredModel, models.CASCADE, related_name="versions")
    properties = models.JSONField(default=dict)
    datastore = models.CharField(max_length=255)
    path = models.CharField(max_length=1024)
    kind = models.CharField(max_length=16, choices=[("file", "file"), ("folder", "folder")])
    size = models.PositiveBigIntegerField(default=0)
    file_count = models.PositiveIntegerField(default=0)
    manifest = models.JSONField(default=list)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["model", "number"], name="model_version_once")
        ]
        indexes = [
            models.Index(fields=["datastore", "path"], name="model_by_path", opclasses=BY_PLACE)
        ]

    def __str__(self) -> str:
        return f"{self.model.name}:{self.number}"


class Use(models.Model):
    """A step run that read a version, by an input or by asking for it; one of the two is set."""

    step_run = models.ForeignKey(StepRun, models.CASCADE, related_name="+")
    dataset = models.ForeignKey(DatasetVersion, models.CASCADE, null=True, related_name="uses")
    model = models.ForeignKey(ModelVersion, models.CASCADE, null=True, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step_run", "dataset"], name="dataset_use_once"),
            models.UniqueConstraint(fields=["step_run", "model"], name="model_use_once"),
            models.CheckConstraint(
                condition=models.Q(dataset__isnull=False) ^ models.Q(model__isnull=False),
                name="use_of_one_thing",
            ),
        ]
