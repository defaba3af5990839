"""Writing down what nodes report: all that has come so far in one short transaction."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from studio.engine import bodies
from studio.engine.messages import Answer, MessageError, Report
from studio.engine.states import CLAIMED, STARTED, TERMINAL, Event, Reason, State
from studio.runs.claims import claimed_by, lease_from
from studio.runs.desk import Desk
from studio.runs.events import LogGrew, announce, log_grew
from studio.runs.finish import record_finished
from studio.runs.leases import record_heartbeat, requeue
from studio.runs.models import Attempt, Metric
from studio.runs.questions import answer_question
from studio.runs.transitions import change_attempt, change_step, owns, uuid_or_none

log = logging.getLogger(__name__)

Told = tuple[str, Answer]
"""A node and what it is to be told."""

_LOG_SIZE_EVERY_S = 2.0
_LOGS_REMEMBERED = 10_000


def record_reports(reports: Sequence[Report]) -> list[Told]:
    """What the nodes are to be told. A report that comes late, twice or from somebody who does not
    own the attempt changes nothing, nor does one whose body makes no sense."""
    for report in reports:
        if report.kind == "log":
            _understood(report, _log)
    told = _recorded([report for report in reports if report.kind in _RECORDERS])
    return told + [
        (report.node, answer)
        for report in reports
        if report.kind in _ALONE and (answer := _understood(report, _ALONE[report.kind]))
    ]


def _recorded(reports: Sequence[Report]) -> list[Told]:
    if not reports:
        return []
    with transaction.atomic():
        desk = Desk.open(report.attempt for report in reports)
        answers = [(report, _understood(report, _at(desk, report.kind))) for report in reports]
        desk.close()
    return [(report.node, _with_order(answer, desk)) for report, answer in answers if answer]


def _understood(report: Report, record: Callable[[Report], Answer | None]) -> Answer | None:
    """Bodies are read before anything is changed: so one that is not understood is just left out."""
    try:
        return record(report)
    except MessageError as problem:
        log.warning("a report was not understood: %s", problem)
        return None


def _at(desk: Desk, kind: str) -> Callable[[Report], Answer | None]:
    return lambda report: _RECORDERS[kind](report, desk)


def _with_order(answer: Answer, desk: Desk) -> Answer:
    order = desk.given(answer.attempt)
    return replace(answer, body={"order": order.to_json()}) if order else answer


def _claim(report: Report, desk: Desk) -> Answer | None:
    claim = bodies.Claim.from_body(report.body)
    event, state = (
        (Event.CLAIM_READY, State.RUNNING) if claim.ready else (Event.CLAIM, State.STARTING)
    )
    attempt = desk.attempts.get(report.attempt)
    if attempt is None or attempt.fence != report.fence:
        return _refuse(report)
    if _is_same_claim(attempt, report, claim.token) and attempt.state == state:
        return _grant(report)
    if _was_handed_over(attempt, report, claim.token):
        Attempt.objects.filter(pk=attempt.pk).update(claim_token=claim.token)
        return _grant(report)
    run = attempt.step_run.run
    if run.cancel_requested_at or run.state in TERMINAL:
        return _refuse(report)
    fields = claimed_by(report.node, claim.token, desk.now, runs=claim.ready)
    if not desk.claim(attempt, event, fields):
        return _refuse(report)
    return _grant(report)


def _start(report: Report, desk: Desk) -> Answer | None:
    start = bodies.Start.from_body(report.body)
    attempt = desk.attempts.get(report.attempt)
    if attempt is None or not owns(attempt, report):
        return _refuse(report)
    same = _is_same_claim(attempt, report, start.token)
    if same and attempt.state == State.RUNNING and attempt.pid in (None, start.pid):
        return _grant(report)
    fields = {"pid": start.pid, "started_at": desk.now, "lease_until": lease_from(desk.now)}
    canceled = attempt.cancel_requested_at is not None
    if not same or canceled or not change_attempt(attempt, Event.START, **fields):
        return _refuse(report)
    change_step(attempt.step_run, desk.journal_of(attempt), State.RUNNING)
    return _grant(report)


def _returned(report: Report, desk: Desk) -> Answer | None:
    attempt = desk.attempts.get(report.attempt)
    if attempt is not None and owns(attempt, report):
        requeue(attempt, desk.now)
    return None


def _finalizing(report: Report, desk: Desk) -> Answer | None:
    attempt = desk.attempts.get(report.attempt)
    if attempt is not None and owns(attempt, report) and change_attempt(attempt, Event.FINALIZE):
        change_step(attempt.step_run, desk.journal_of(attempt), State.FINALIZING)
    return None


def _metrics(report: Report, desk: Desk) -> Answer | None:
    """Metrics may overtake or follow the end of their attempt: they are data, not states."""
    metrics = bodies.Metrics.from_body(report.body)
    attempt = desk.attempts.get(report.attempt)
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


def _was_handed_over(attempt: Attempt, report: Report, token: str) -> bool:
    """One slot of the node was given the attempt while another took its order from the queue. The
    node has one of them at most work on it, so the one that asks is the one that does."""
    life, dot, _ = token.partition(".")
    mine = owns(attempt, report) and attempt.state == State.RUNNING and attempt.pid is None
    return mine and bool(dot) and attempt.claim_token.startswith(f"{life}.")


def _may_log(attempt: Attempt) -> bool:
    lost = attempt.reason == Reason.WORKER_LOST
    return attempt.state in STARTED or (attempt.state in TERMINAL and not lost)


def _grant(report: Report) -> Answer:
    return Answer("grant", report.attempt, report.fence)


def _refuse(report: Report) -> Answer:
    return Answer("refuse", report.attempt, report.fence)


_ALONE: Mapping[str, Callable[[Report], Answer | None]] = {
    "heartbeat": record_heartbeat,
    "ask": answer_question,
}
_RECORDERS: Mapping[str, Callable[[Report, Desk], Answer | None]] = {
    "claim": _claim,
    "start": _start,
    "returned": _returned,
    "finalizing": _finalizing,
    "metrics": _metrics,
    "finished": record_finished,
}
"""What is written down together, in one transaction."""
