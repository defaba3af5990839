"""Errors of snapshots as answers."""

from studio.api.domain import Answer, ErrorTable, Item
from studio.snapshots import SnapshotRefused

ERRORS: ErrorTable = {
    SnapshotRefused: Answer(
        400,
        "snapshot_refused",
        items=lambda error: [Item(error.code, str(error), error.entry or None)],
        extra=lambda error: {"entry": error.entry, **error.detail},
    ),
}
