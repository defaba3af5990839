"""What others may hear about datasets and models, after the transaction has ended."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal

assets_changed = Signal()


@dataclass(frozen=True)
class AssetsChanged:
    """A dataset or model (`what`: datasets, models) was registered, changed or removed."""

    workspace: UUID
    what: str
    id: UUID


def announce(workspace: UUID, what: str, identity: UUID) -> None:
    """A listener that fails costs a refresh, never the change itself."""
    event = AssetsChanged(workspace, what, identity)
    transaction.on_commit(lambda: assets_changed.send_robust(sender=AssetsChanged, event=event))
