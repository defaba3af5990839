"""Published pipelines and the calls they got."""

import uuid

from django.db import models

from studio.accounts.models import User
from studio.pipelines.models import Draft
from studio.runs.models import Run
from studio.workspaces.models import ApiToken, Workspace


class Status(models.TextChoices):
    """Whether calls are taken; the words are Azure ML's."""

    ACTIVE = "Active"
    DISABLED = "Disabled"


class PublishedPipeline(models.Model):
    """A frozen pipeline that others may run through its endpoint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="published")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    version = models.CharField(max_length=50)
    document = models.JSONField()
    continue_on_step_failure = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    status_changed_at = models.DateTimeField()
    source_draft = models.ForeignKey(
        Draft, on_delete=models.SET_NULL, null=True, related_name="published"
    )
    source_revision = models.PositiveIntegerField(null=True)
    source_run = models.ForeignKey(
        Run, on_delete=models.SET_NULL, null=True, related_name="published_as"
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-created_at"])]


class Outcome(models.TextChoices):
    """What became of a call."""

    ACCEPTED = "accepted"
    DISABLED = "disabled"
    INVALID = "invalid"


class Invocation(models.Model):
    """One call of an endpoint, taken or refused. A refused one has no run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    published = models.ForeignKey(
        PublishedPipeline, on_delete=models.CASCADE, related_name="invocations"
    )
    run = models.OneToOneField(Run, on_delete=models.CASCADE, null=True, related_name="invocation")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token = models.ForeignKey(ApiToken, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["published", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.ACCEPTED) | models.Q(run=None),
                name="refused_calls_have_no_run",
            )
        ]
