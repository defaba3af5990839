"""Writing down what nodes report: each kind of report is one short transaction."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from studio.engine import bodies
from studio.engine.messages import Answer, Report
from studio.engine.states import CLAIMED, STARTED, TERMINAL, Event, Reason, State
from studio.runs.events import RUN_CHANGED, Journal, LogGrew, announce, log_grew
from studio.runs.finish import record_finished
from studio.runs.leases import lease_from, record_heartbeat, requeue
from studio.runs.models import Attempt, Metric
from studio.runs.transitions import (
    change_attempt,
    change_step,
    locked_attempt,
    owns,
    uuid_or_none,
)

_LOG_SIZE_EVERY_S = 2.0
_LOGS_REMEMBERED = 10_000


def record_report(report: Report) -> Answer | None:
    """What the node is to be told, if anything. A report that comes late, twice or from somebody
    who does not own the attempt changes nothing; MessageError when its body makes no sense."""
    return _RECORDERS[report.kind](report)


def _claim(report: Report) -> Answer | None:
    claim = bodies.Claim.from_body(report.body)
    event, state = (
        (Event.CLAIM_READY, State.RUNNING) if claim.ready else (Event.CLAIM, State.STARTING)
    )
    with transaction.atomic():
        attempt = locked_attempt(report.attempt)
        if attempt is None or attempt.fence != report.fence:
            return _refuse(report)
        if _is_same_claim(attempt, report, claim.token) and attempt.state == state:
            return _grant(report)
        run = attempt.step_run.run
        if run.cancel_requested_at or run.state in TERMINAL:
            return _refuse(report)
        now = timezone.now()
        taken = {"node": report.node, "claim_token": claim.token, "claimed_at": now}
        started = {"started_at": now} if claim.ready else {}
        if not change_attempt(attempt, event, lease_until=lease_from(now), **taken, **started):
            return _refuse(report)
        journal = Journal(run, now)
        change_step(attempt.step_run, journal, state, started_at=now)
        if run.started_at is None:
            journal.change_run(state=State.RUNNING, started_at=now)
            journal.note(RUN_CHANGED, state=State.RUNNING)
        journal.write()
    return _grant(report)


def _start(report: Report) -> Answer | None:
    start = bodies.Start.from_body(report.body)
    with transaction.atomic():
        attempt = locked_attempt(report.attempt)
        if attempt is None or not owns(attempt, report):
            return _refuse(report)
        same = _is_same_claim(attempt, report, start.token)
        if same and attempt.state == State.RUNNING and attempt.pid == start.pid:
            return _grant(report)
        now = timezone.now()
        fields = {"pid": start.pid, "started_at": now, "lease_until": lease_from(now)}
        canceled = attempt.cancel_requested_at is not None
        if not same or canceled or not change_attempt(attempt, Event.START, **fields):
            return _refuse(report)
        journal = Journal(attempt.step_run.run, now)
        change_step(attempt.step_run, journal, State.RUNNING)
        journal.write()
    return _grant(report)


def _returned(report: Report) -> Answer | None:
    with transaction.atomic():
        attempt = locked_attempt(report.attempt)
        if attempt is not None and owns(attempt, report):
            requeue(attempt, timezone.now())
    return None


def _finalizing(report: Report) -> Answer | None:
    with transaction.atomic():
        attempt = locked_attempt(report.attempt)
        if attempt is not None and owns(attempt, report):
            journal = Journal(attempt.step_run.run, timezone.now())
            if change_attempt(attempt, Event.FINALIZE):
                change_step(attempt.step_run, journal, State.FINALIZING)
                journal.write()
    return None


def _metrics(report: Report) -> Answer | None:
    """Metrics may overtake or follow the end of their attempt: they are data, not states."""
    metrics = bodies.Metrics.from_body(report.body)
    with transaction.atomic():
        attempt = locked_attempt(report.attempt)
        if attempt is None or not owns(attempt, report) or not _may_log(attempt):
            return None
        rows = [
            Metric(
                attempt=attempt, index=metrics.first + place, name=row.name, kind=row.kind,
                value=row.value, step=row.step, at=datetime.fromtimestamp(row.at, UTC),
            )
            for place, row in enumerate(metrics.rows)
        ]  # fmt: skip
        Metric.objects.bulk_create(rows, ignore_conflicts=True)
        announce(attempt.step_run.run)
    return None


def _log(report: Report) -> Answer | None:
    """Passes the hint on at once; the row learns the size now and then, and for good at the end."""
    told = bodies.log_sizes(report.attempt, report.body)
    sizes = {pk: size for text, size in told.items() if (pk := uuid_or_none(text))}
    log_grew.send_robust(sender=LogGrew, event=LogGrew(tuple(sizes)))
    for attempt, size in _sizes.due(sizes).items():
        Attempt.objects.filter(
            pk=attempt, node=report.node, state__in=CLAIMED, log_size__lt=size
        ).update(log_size=size)
    return None


class _Sizes:
    """Which logs' sizes are due to be written down: each at most every two seconds."""

    def __init__(self) -> None:
        self._written: dict[UUID, float] = {}

    def due(self, sizes: Mapping[UUID, int]) -> dict[UUID, int]:
        now = time.monotonic()
        due = {}
        for attempt, size in sizes.items():
            # a log heard of for the first time waits too: most steps end before it is due
            if now - self._written.setdefault(attempt, now) >= _LOG_SIZE_EVERY_S:
                due[attempt] = size
                self._written[attempt] = now
        if len(self._written) > _LOGS_REMEMBERED:
            self._written.clear()
        return due


_sizes = _Sizes()


def _is_same_claim(attempt: Attempt, report: Report, token: str) -> bool:
    """A repeat of the claim that won, because its answer was lost; a restarted node has a new
    token, so no script is started twice."""
    return owns(attempt, report) and bool(token) and attempt.claim_token == token


def _may_log(attempt: Attempt) -> bool:
    lost = attempt.reason == Reason.WORKER_LOST
    return attempt.state in STARTED or (attempt.state in TERMINAL and not lost)


def _grant(report: Report) -> Answer:
    return Answer("grant", report.attempt, report.fence)


def _refuse(report: Report) -> Answer:
    return Answer("refuse", report.attempt, report.fence)


_RECORDERS: Mapping[str, Callable[[Report], Answer | None]] = {
    "claim": _claim,
    "start": _start,
    "returned": _returned,
    "finalizing": _finalizing,
    "metrics": _metrics,
    "log": _log,
    "finished": record_finished,
    "heartbeat": record_heartbeat,
}
