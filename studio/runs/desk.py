"""What one transaction works on: rows locked and read once, runs planned once, events numbered
together, however many reports came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from uuid import UUID

from django.utils import timezone

from studio.engine.messages import WorkOrder
from studio.engine.states import TERMINAL, Event, State
from studio.runs.advance import advance_locked, build_order
from studio.runs.claims import Taker, Takers, claimed_by
from studio.runs.events import RUN_CHANGED, Journal
from studio.runs.models import Attempt, Run
from studio.runs.orders import OrderProblem
from studio.runs.transitions import (
    change_attempt,
    change_step,
    locked_attempts,
    longest_waiting,
)


@dataclass
class Desk:
    """Open it inside a transaction and close it before that ends."""

    attempts: Mapping[str, Attempt]
    """Those the reports name, by the names they use."""
    now: datetime = field(default_factory=timezone.now)
    _journals: dict[UUID, Journal] = field(default_factory=dict)
    _to_plan: set[UUID] = field(default_factory=set)
    _takers: dict[str, Taker] = field(default_factory=dict)

    @classmethod
    def open(cls, attempts: Iterable[str]) -> Self:
        return cls(locked_attempts(attempts))

    def journal_of(self, attempt: Attempt) -> Journal:
        run = attempt.step_run.run
        return self._journals.setdefault(run.pk, Journal(run, self.now))

    def claim(self, attempt: Attempt, event: Event, fields: Mapping[str, object]) -> bool:
        """False when somebody else had it first."""
        state = change_attempt(attempt, event, **fields)
        if state is None:
            return False
        journal = self.journal_of(attempt)
        change_step(attempt.step_run, journal, state, started_at=self.now)
        if journal.run.started_at is None:
            journal.change_run(state=State.RUNNING, started_at=self.now)
            journal.note(RUN_CHANGED, state=State.RUNNING)
        return True

    def ended(self, attempt: Attempt, taker: Taker | None) -> None:
        """The run is planned again when the desk is closed; `taker` is the slot that got free."""
        self._to_plan.add(attempt.step_run.run_id)
        if taker:
            self._takers[str(attempt.pk)] = taker

    def given(self, attempt: str) -> WorkOrder | None:
        """What the slot that ended this attempt works on next."""
        taker = self._takers.get(attempt)
        return taker.order if taker else None

    def close(self) -> None:
        takers = Takers(list(self._takers.values()))
        for queue, free in takers.queues().items():
            self._give_waiting(takers, queue, free)
        for run, journal in self._journals.items():
            if run in self._to_plan:
                advance_locked(journal.run, journal, takers)
            else:
                journal.write()

    def _give_waiting(self, takers: Takers, queue: str, free: int) -> None:
        """What had to wait comes before what gets ready now."""
        runs = {run: journal.run for run, journal in self._journals.items()}
        for attempt in longest_waiting(queue, free):
            step = attempt.step_run
            step.run = runs.setdefault(step.run_id, step.run)
            taker = takers.first(queue)
            if taker and _is_wanted(step.run):
                self._give(takers, taker, attempt)

    def _give(self, takers: Takers, taker: Taker, attempt: Attempt) -> None:
        try:
            order = build_order(attempt)
        except OrderProblem:
            return  # found out and written down by whoever sends it again
        fields = claimed_by(taker.node, taker.token, self.now, runs=True)
        if self.claim(attempt, Event.CLAIM_READY, fields):
            takers.give(taker, order)


def _is_wanted(run: Run) -> bool:
    return run.cancel_requested_at is None and run.state not in TERMINAL
