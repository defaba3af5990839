"""Drafts: documents being edited."""

import uuid

from django.db import models

from studio.accounts.models import User
from studio.workspaces.models import Workspace


class Draft(models.Model):
    """A pipeline being drawn. `revision` grows with each saved document; a deleted draft can come back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="drafts")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="", max_length=10_000)
    document = models.JSONField()
    step_count = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-updated_at"])]
