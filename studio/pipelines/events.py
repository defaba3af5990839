"""What others may hear about drafts, after the transaction that changed them has ended."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal

draft_changed = Signal()


@dataclass(frozen=True)
class DraftChanged:
    """A draft was made, saved, renamed, deleted or restored."""

    workspace: UUID
    draft: UUID


def announce(workspace: UUID, draft: UUID) -> None:
    """A listener that fails costs a refresh, never the change itself."""
    event = DraftChanged(workspace, draft)
    transaction.on_commit(lambda: draft_changed.send_robust(sender=DraftChanged, event=event))
