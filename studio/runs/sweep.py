"""The sweeper: finds what no message will ever finish. Any number of processes may run it."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from studio import compute
from studio.engine.states import CLAIMED, TERMINAL, Event, Reason, State
from studio.runs.advance import advance
from studio.runs.events import RUN_CHANGED, Journal
from studio.runs.leases import mark_lost, mark_silent, send_again, silent_at
from studio.runs.models import Attempt, Run
from studio.runs.transitions import change_step, end_attempt, locked_attempt, locked_run

log = logging.getLogger(__name__)

BATCH = 500
"""Rows of a kind looked at in one sweep; the rest waits for the next."""


def sweep(now: datetime, *, judge_leases: bool = True) -> None:
    """One round. Every row has a transaction of its own, so a bad one stops no other."""
    if judge_leases:
        _each(_expired(now), lambda attempt: mark_lost(attempt, now))
        _each(_silent(now), lambda attempt: mark_silent(attempt, now))
    unclaimed = Attempt.objects.filter(state=State.QUEUED)
    for queue in unclaimed.order_by().values_list("queue", flat=True).distinct():
        _send_unclaimed(queue, now)
    for run in _stranded():
        _guarded(lambda run=run: advance(run), lambda run=run: _fail_run(run))  # type: ignore[misc]


def _expired(now: datetime) -> list[str]:
    return _attempts(lease_until__lte=now)


def _silent(now: datetime) -> list[str]:
    speaking = CLAIMED - {State.STARTING, State.NOT_RESPONDING}
    return _attempts(state__in=speaking, lease_until__lte=silent_at(now))


def _attempts(**condition: object) -> list[str]:
    found = Attempt.objects.filter(state__in=CLAIMED).filter(**condition).order_by("pk")
    return [str(pk) for pk in found.values_list("pk", flat=True)[:BATCH]]


def _each(attempts: Iterable[str], act: Callable[[str], None]) -> None:
    for attempt in attempts:
        _guarded(
            lambda attempt=attempt: act(attempt),  # type: ignore[misc]
            lambda attempt=attempt: _fail_attempt(attempt),  # type: ignore[misc]
        )


def _send_unclaimed(queue: str, now: datetime) -> None:
    """An order nobody took although its queue is empty was lost on the way; it goes out again."""
    waited = now - timedelta(seconds=settings.TIMING.sweep)
    overdue = Attempt.objects.filter(state=State.QUEUED, queue=queue, sent_at__lte=waited)
    if not overdue.exists():
        return
    try:
        if compute.queue_depth(queue) > 0:
            return
    except compute.BrokerUnavailable as problem:
        log.warning("the broker is away, %s waits: %s", queue, problem)
        return
    oldest = overdue.order_by("sent_at").values_list("pk", flat=True)[:BATCH]
    _each([str(pk) for pk in oldest], lambda attempt: _send_once_more(attempt, now))


def _send_once_more(attempt_id: str, now: datetime) -> None:
    with transaction.atomic():
        attempt = locked_attempt(attempt_id)
        if attempt is not None and attempt.state == State.QUEUED:
            send_again([attempt], now)


def _stranded() -> list[UUID]:
    """Runs that are not over and have nothing under way: somebody forgot to plan them."""
    under_way = Attempt.objects.filter(
        step_run__run=OuterRef("pk"), state__in=[State.QUEUED, *CLAIMED]
    )
    runs = Run.objects.exclude(state__in=TERMINAL).filter(~Exists(under_way)).order_by("pk")
    return list(runs.values_list("pk", flat=True)[:BATCH])


def _guarded(act: Callable[[], None], close: Callable[[], None]) -> None:
    """A task's edge: what goes wrong with one row is that row's end, and the others' business not.
    A database that is away is nobody's fault: the next sweep tries again."""
    try:
        act()
    except (OperationalError, InterfaceError):
        log.exception("the database did not answer; the next sweep goes on")
    except Exception:
        log.exception("a row that cannot be handled is closed as Internal")
        close()


def _fail_attempt(attempt_id: str) -> None:
    with transaction.atomic():
        attempt = locked_attempt(attempt_id)
        if attempt is None:
            return
        journal = Journal(attempt.step_run.run, timezone.now())
        if end_attempt(attempt, journal, Event.FAIL, Reason.INTERNAL):
            journal.write()
    _guarded(lambda: advance(attempt.step_run.run_id), lambda: _fail_run(attempt.step_run.run_id))


def _fail_run(run_id: UUID) -> None:
    """The last resort, for a run whose plan cannot even be made: nothing of it may go on."""
    with transaction.atomic():
        run = locked_run(run_id)
        journal = Journal(run, timezone.now())
        for attempt in Attempt.objects.filter(step_run__run=run).exclude(state__in=TERMINAL):
            locked = locked_attempt(str(attempt.pk))
            if locked:
                end_attempt(locked, journal, Event.FAIL, Reason.INTERNAL)
        for step in run.steps.exclude(state__in=TERMINAL):
            change_step(step, journal, State.FAILED, reason=Reason.INTERNAL, ended_at=journal.now)
        journal.change_run(state=State.FAILED, reason=Reason.INTERNAL, ended_at=journal.now)
        journal.note(RUN_CHANGED, state=State.FAILED, reason=Reason.INTERNAL)
        journal.write()


class JumpDetector:
    """Whether leases may be judged: not just after the clock jumped, the machine slept or nobody
    swept for a while, because then beats were missed that are no node's fault.

    `patience_s`: how long nodes get to be heard of before judging goes on. `gap_s`: a pause
    between two sweeps that counts as nobody sweeping.
    """

    def __init__(self, patience_s: float, gap_s: float) -> None:
        self._patience_s = patience_s
        self._gap_s = gap_s
        self._last: tuple[float, float] | None = None
        self._judge_from = 0.0

    def may_judge(self, wall_s: float, monotonic_s: float) -> bool:
        """Both clocks in seconds, read at the same moment, once a sweep."""
        if self._last is None or self._jumped(wall_s, monotonic_s):
            self._judge_from = monotonic_s + self._patience_s
        self._last = (wall_s, monotonic_s)
        return monotonic_s >= self._judge_from

    def _jumped(self, wall_s: float, monotonic_s: float) -> bool:
        assert self._last is not None
        wall, steady = wall_s - self._last[0], monotonic_s - self._last[1]
        if abs(wall - steady) > self._gap_s:
            return True
        # patience is not given twice in a row: a machine too busy to sweep in time must still
        # find out at some point who is lost
        judged_before = self._last[1] >= self._judge_from
        return steady > self._gap_s and judged_before


class Sweeper:
    """The thread that sweeps inside a control process."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        timing = settings.TIMING
        jumps = JumpDetector(timing.not_responding, timing.lease)
        while not self._stopped.wait(timing.sweep):
            judge = jumps.may_judge(time.time(), time.monotonic())
            try:
                sweep(timezone.now(), judge_leases=judge)
            except (OperationalError, InterfaceError):
                log.exception("the database did not answer; the next sweep goes on")
            finally:
                close_old_connections()
