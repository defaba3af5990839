"""Runs and all that belongs to them; states and reasons come from `engine.states`."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from studio.engine.states import CLAIMED, Reason, State
from studio.workspaces.models import Workspace

STATES = [(state.value, state.value) for state in State]
REASONS = [(reason.value, reason.value) for reason in Reason]
CLAIMED_STATES = sorted(CLAIMED)
QUEUED = State.QUEUED.value
BY_PLACE = ["varchar_pattern_ops", "varchar_pattern_ops"]
"""PostgreSQL then finds by index what lies below a folder, whatever the collation."""


class Experiment(models.Model):
    """A name that groups runs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="experiments")
    name = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="experiment_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """One execution of a frozen document with parameters."""

    class Source(models.TextChoices):
        DRAFT = "draft"
        RERUN = "rerun"
        ENDPOINT = "endpoint"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="runs")
    experiment = models.ForeignKey(Experiment, models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    tags = models.JSONField(default=dict)
    properties = models.JSONField(default=dict)
    """Set once, by the studio: where the files came from, under Azure ML's names."""
    document = models.JSONField()
    pipeline_hash = models.CharField(max_length=64)
    parameters = models.JSONField(default=dict)
    continue_on_step_failure = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=STATES, default=State.NOT_STARTED)
    reason = models.CharField(max_length=32, choices=REASONS, blank=True)
    reason_detail = models.JSONField(default=dict)
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.DRAFT)
    # plain ids and a copied name: a draft may be renamed or deleted, what ran does not change
    draft_id = models.UUIDField(null=True, blank=True)
    draft_name = models.CharField(max_length=255, blank=True)
    draft_revision = models.PositiveIntegerField(null=True, blank=True)
    rerun_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="reruns")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="runs"
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=255, null=True, blank=True)
    request_digest = models.CharField(max_length=64, blank=True)
    next_seq = models.PositiveIntegerField(default=1)
    data_removed_at = models.DateTimeField(null=True, blank=True)
    """When retention had removed everything of it that nothing else needs."""

    part = models.JSONField(null=True, blank=True)
    """{kind, node_id} when only a part of the pipeline was asked for; see `engine.parts`."""
    regenerate_outputs = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["workspace", "created_by", "idempotency_key"], name="run_submitted_once"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "-number"], name="run_by_state"),
            models.Index(fields=["workspace", "experiment", "-number"], name="run_by_experiment"),
            models.Index(fields=["workspace", "draft_id", "-number"], name="run_by_draft"),
            models.Index(fields=["workspace", "created_by", "-number"], name="run_by_author"),
        ]

    def __str__(self) -> str:
        return f"run {self.number}"


class StepRun(models.Model):
    """One node of the document in one run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="steps")
    node_id = models.CharField(max_length=32)
    position = models.PositiveIntegerField()
    """Its place in the order of the document, from 0."""
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=STATES, default=State.NOT_STARTED)
    reason = models.CharField(max_length=32, choices=REASONS, blank=True)
    reason_detail = models.JSONField(default=dict)
    work = models.JSONField(default=dict)
    """What `orders.prepare` froze at submit: all of a work order that no other step decides."""
    attempt_count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    own_hash = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    """Known once all inputs are; "" before, and for steps that need no worker."""
    ingredients = models.JSONField(default=dict)
    """What the two hashes are made of: `engine.fingerprint.Ingredients`."""
    why = models.JSONField(default=dict)
    """Why it runs or is reused: `engine.reasons.Why`."""
    may_reuse = models.BooleanField(default=False)
    """Whether, when it becomes ready, a result that could stand for it has to be looked for."""
    reused_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="reuses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "node_id"], name="step_once")]
        indexes = [
            models.Index(
                fields=["own_hash"], name="step_results", condition=Q(state=State.COMPLETED.value)
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Attempt(models.Model):
    """One try at executing a step run on a node.

    Whoever writes to a claimed attempt shows its `fence`; a claim that was given back raises it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step_run = models.ForeignKey(StepRun, models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField(default=1)
    fence = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=16, choices=STATES, default=State.QUEUED)
    queue = models.CharField(max_length=255)
    node = models.CharField(max_length=255, blank=True)
    claim_token = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    pid = models.PositiveIntegerField(null=True, blank=True)
    log_datastore = models.CharField(max_length=255)
    log_path = models.CharField(max_length=1024)
    log_size = models.PositiveBigIntegerField(default=0)
    log_removed_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    """When its order was last sent. A Queued attempt is its own outbox: stored with the run, sent
    after commit, and sent again by the sweeper until a node claims it."""
    claimed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=32, choices=REASONS, blank=True)
    reason_detail = models.JSONField(default=dict)
    arguments = models.JSONField(default=list)
    timings = models.JSONField(default=dict)
    max_rss_bytes = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step_run", "number"], name="attempt_once"),
            # an attempt without a lease would never be found lost
            models.CheckConstraint(
                condition=~Q(state__in=CLAIMED_STATES) | Q(lease_until__isnull=False),
                name="claimed_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"], name="attempt_lease", condition=Q(state__in=CLAIMED_STATES)
            ),
            models.Index(
                fields=["queue", "sent_at"], name="attempt_unclaimed", condition=Q(state=QUEUED)
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"attempt {self.number}"


class Output(models.Model):
    """What a completed step run left under one of its output names."""

    step_run = models.ForeignKey(StepRun, models.CASCADE, related_name="outputs")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=16, choices=[("file", "file"), ("folder", "folder")])
    datastore = models.CharField(max_length=255)
    path = models.CharField(max_length=1024)
    size = models.PositiveBigIntegerField(default=0)
    file_count = models.PositiveIntegerField(default=0)
    manifest = models.JSONField(default=list)
    """[{path, size, sha256, etag}], paths relative to the output; "" for the one file of a file output."""
    digest = models.CharField(max_length=64, blank=True)
    """The identity of what is in it, the same wherever it lies."""
    removed_at = models.DateTimeField(null=True, blank=True)
    """When retention decided that its bytes go; from then on nothing may build on it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step_run", "name"], name="output_once")]
        indexes = [
            models.Index(fields=["datastore", "path"], name="output_by_path", opclasses=BY_PLACE)
        ]

    def __str__(self) -> str:
        return self.name


class Input(models.Model):
    """A place a step run reads; `output` is the result of an earlier step that it found there.

    One input may read several places (`position`): a dataset has as many as it likes.
    """

    step_run = models.ForeignKey(StepRun, models.CASCADE, related_name="inputs")
    name = models.CharField(max_length=255)
    position = models.PositiveIntegerField(default=0)
    datastore = models.CharField(max_length=255)
    path = models.CharField(max_length=1024)
    output = models.ForeignKey(Output, models.SET_NULL, null=True, related_name="readers")
    digest = models.CharField(max_length=64, blank=True)
    """Of what lay there when it was read; "" when nobody looked."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step_run", "name", "position"], name="input_once")
        ]
        indexes = [
            models.Index(fields=["datastore", "path"], name="input_by_path", opclasses=BY_PLACE)
        ]

    def __str__(self) -> str:
        return self.name


class Artifact(models.Model):
    """A file an attempt put under `./outputs`."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="artifacts")
    path = models.CharField(max_length=1024)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "path"], name="artifact_once")]

    def __str__(self) -> str:
        return self.path


class Metric(models.Model):
    """One value a script logged; `index` is its place within the attempt."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="metrics")
    index = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=16)
    value = models.JSONField(null=True)
    step = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "index"], name="metric_once")]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One thing that happened in a run; `seq` counts from 1 without a gap."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=32)
    step_run = models.ForeignKey(StepRun, models.CASCADE, null=True, related_name="events")
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="event_once")]
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"
