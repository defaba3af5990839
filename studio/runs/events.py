"""What happened in a run: numbered rows in the transaction itself, a nudge to listeners after it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal

from studio.runs.models import Event, Run
from studio.runs.statements import insert, update

run_changed = Signal()
"""Sent with `event=RunChanged`, after commit. A listener that fails costs a refresh."""
log_grew = Signal()
"""Sent with `event=LogGrew`. Only a hint: the log's size is the store's to tell."""

RUN_SUBMITTED = "RunSubmitted"
RUN_CHANGED = "RunChanged"
CANCEL_REQUESTED = "CancelRequested"
STEP_CHANGED = "StepChanged"
REPORT_REFUSED = "ReportRefused"
REGISTRATION_REFUSED = "RegistrationRefused"


@dataclass(frozen=True)
class RunChanged:
    """`seq` is the newest event of the run; `ended_attempts` have no more log to come."""

    workspace: UUID
    run: UUID
    seq: int
    ended_attempts: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class LogGrew:
    """Logs that may have more bytes than before."""

    attempts: tuple[UUID, ...]


def announce(run: Run, ended_attempts: tuple[UUID, ...] = ()) -> None:
    """Tells listeners after commit that the run has something new, with or without an event."""
    event = RunChanged(run.workspace_id, run.pk, run.next_seq - 1, ended_attempts)
    transaction.on_commit(lambda: run_changed.send_robust(sender=RunChanged, event=event))


@dataclass
class Journal:
    """The events of one run within one transaction; `write` numbers them without a gap.

    Whoever holds one also holds the run's row lock, so two journals never share a number.
    """

    run: Run
    now: datetime
    _events: list[dict[str, object]] = field(default_factory=list)
    _ended: list[UUID] = field(default_factory=list)
    _changed: set[str] = field(default_factory=set)

    def note(self, kind: str, step_run: UUID | None = None, **data: object) -> None:
        self._events.append(
            {"run": self.run.pk, "at": self.now, "kind": kind, "step_run": step_run, "data": data}
        )

    def change_run(self, **fields: object) -> None:
        """Sets fields of the run; they are saved by `write`."""
        for name, value in fields.items():
            setattr(self.run, name, value)
        self._changed.update(fields)

    def attempt_ended(self, attempt: UUID) -> None:
        self._ended.append(attempt)

    def write(self, after: Callable[[], None] | None = None) -> None:
        """Numbers and stores everything; `after` runs once the transaction is committed."""
        for event in self._events:
            event["seq"] = self.run.next_seq
            self.run.next_seq += 1
        insert(Event, self._events)
        if self._events or self._changed:
            names = ["next_seq", *sorted(self._changed)]
            update(Run, {"pk": self.run.pk}, {name: getattr(self.run, name) for name in names})
        if after:
            transaction.on_commit(after)
        if self._events:
            announce(self.run, tuple(self._ended))
        self._events, self._changed, self._ended = [], set(), []
