"""A workspace and what belongs to it alone."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from studio.accounts.models import User
from studio.catalog import REUSE_SCOPES

name_rule = RegexValidator(
    r"\A[a-z0-9][a-z0-9-]*\Z", "Use lower-case letters, digits and hyphens, beginning with a letter or digit.",
    "bad_name",
)  # fmt: skip


datastore_name_rule = RegexValidator(
    r"\A(?!check\Z)[A-Za-z0-9_]+\Z", 'Use letters, digits and underscores; "check" cannot be used.',
    "bad_name",
)  # fmt: skip
DEFAULT_DATASTORE = "workspaceblobstore"
SECOND_DATASTORE = "workspacefilestore"


class Role(models.TextChoices):
    """What a member may do; each role may do what the ones before it may."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    OWNER = "owner"

    def covers(self, needed: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Workspace(models.Model):
    """The boundary of everything: nothing in one is seen from another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, unique=True, validators=[name_rule])
    created_at = models.DateTimeField(auto_now_add=True)
    reuse_scope = models.CharField(
        max_length=20, choices=[(s, s) for s in REUSE_SCOPES], default=REUSE_SCOPES[0]
    )
    """How much of a step's source folder decides over reuse, where the step does not say."""

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's role in one workspace."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_role_a_member")
        ]


class DatastoreRecord(models.Model):
    """A registered place for bytes; `secret` holds its keys encrypted, and never leaves this room in clear."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="datastores")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)
    secret = models.TextField(blank=True, default="")
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    """When its connection was last tried with the settings it has now."""
    problem = models.CharField(max_length=20, blank=True, default="")
    """A code of `data.errors.Problem`; empty when all was well."""
    problem_message = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "workspace", Lower("name"), name="one_datastore_a_name_whatever_its_case"
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=models.Q(is_default=True),
                name="one_default_datastore",
            ),
        ]

    @property
    def is_builtin(self) -> bool:
        """It came with the workspace: what the studio keeps there must stay found."""
        return self.name in (DEFAULT_DATASTORE, SECOND_DATASTORE)


class Upload(models.Model):
    """A file on its way to a datastore in parts; its id names what has arrived so far there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    datastore = models.ForeignKey(DatastoreRecord, on_delete=models.CASCADE, related_name="uploads")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    path = models.CharField(max_length=1024)
    length = models.PositiveBigIntegerField()
    """Of the whole file, in bytes."""
    overwrite = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField()
    """When a part last arrived."""
    received_at = models.DateTimeField(null=True)
    """When the last byte arrived; the file is in its place at `completed_at`."""
    completed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["touched_at"])]


class ComputeTarget(models.Model):
    """Where steps run; orders for it go to the queue `target.<queue>`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="compute_targets"
    )
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, default="local")
    queue = models.CharField(max_length=120)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="one_target_a_name"),
            models.UniqueConstraint(
                fields=["workspace"], condition=models.Q(is_default=True), name="one_default_target"
            ),
        ]


class TokenScope(models.TextChoices):
    """What a token may do. `endpoint` may call one published pipeline and nothing else."""

    READ = "read"
    RUN = "run"
    MANAGE = "manage"
    ENDPOINT = "endpoint"


class ApiToken(models.Model):
    """Lets a program act for a user in one workspace; shown once, kept as a keyed digest.

    `published` names the one published pipeline an endpoint token may call: an id without a
    foreign key, because that room is to the right of this one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tokens")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=20, choices=TokenScope.choices)
    published = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
