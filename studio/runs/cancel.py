"""Canceling a run: what waits ends at once, what runs is killed by its node."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from studio.accounts.models import User
from studio.engine.states import TERMINAL
from studio.runs.advance import advance_locked
from studio.runs.errors import AlreadyEnded
from studio.runs.events import CANCEL_REQUESTED, Journal
from studio.runs.models import Run
from studio.runs.transitions import locked_run


def cancel_run(run_id: UUID, user: User) -> Run:
    """Asking twice is asking once. A step that finishes first stays Completed.

    Raises AlreadyEnded when there is nothing left to cancel.
    """
    with transaction.atomic():
        run = locked_run(run_id)
        if run.state in TERMINAL:
            if run.cancel_requested_at:
                return run
            raise AlreadyEnded(run.state)
        if run.cancel_requested_at:
            return run
        journal = Journal(run, timezone.now())
        journal.change_run(cancel_requested_at=journal.now)
        journal.note(CANCEL_REQUESTED, by=user.display_name or user.username)
        advance_locked(run, journal)
    return run
