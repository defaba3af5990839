"""What others may hear about published pipelines, after the transaction has ended."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal

published_changed = Signal()


@dataclass(frozen=True)
class PublishedChanged:
    """A pipeline was published, enabled, disabled or called."""

    workspace: UUID
    published: UUID


def announce(workspace: UUID, published: UUID) -> None:
    """A listener that fails costs a refresh, never the change itself."""
    event = PublishedChanged(workspace, published)
    transaction.on_commit(
        lambda: published_changed.send_robust(sender=PublishedChanged, event=event)
    )
